import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Slices } from "#lib/model/node.ts";
import type { FiguresPlan, Segment } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { ofSegment, sumsOf, union } from "./segments.ts";

/** Sums over a range; they add up over nodes. */
export type Sums = {
  n: number;
  replies: number;
  loss_known: number;
  latency_sum: number | null;
  latency_min: number | null;
  latency_max: number | null;
  uptime_sum: number;
  loss_sum: number | null;
};

export type NodeSums = Sums & { node_id: string };

/** `slices`: what readSlices of packed.ts reads, sum of latency and replies of each slice that holds measurements. */
export type SlicedSums = NodeSums & { slices: Buffer };

const TOTALS = sql`sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum`;

/** Measurements as sumsOf has them, already added up by node and `slice`: there are many of them a slice. */
const addedMeasurements = (segment: Segment, slice: RawBuilder<unknown>, node_id?: string): RawBuilder<unknown> => sql`
      SELECT node_id, ${slice} AS slice, count(*)::double precision AS n, count(latency_ms)::double precision AS replies,
             count(packet_loss)::double precision AS loss_known, sum(latency_ms::double precision) AS latency_sum,
             min(latency_ms) AS latency_min, max(latency_ms) AS latency_max,
             sum(uptime_pct::double precision) AS uptime_sum, sum(packet_loss::double precision) AS loss_sum
      FROM metrics WHERE ${ofSegment(segment, node_id)} GROUP BY 1, 2`;

const slicedOf = (segments: Segment[], slice: RawBuilder<unknown>, node_id?: string): RawBuilder<unknown> =>
  union(
    segments.map((segment) =>
      segment.source === "metrics"
        ? addedMeasurements(segment, slice, node_id)
        : sql`
      SELECT node_id, ${slice} AS slice, n, replies, loss_known, latency_sum, latency_min, latency_max, uptime_sum, loss_sum
      FROM (${sumsOf([segment], node_id)}) rollup`,
    ),
  );

/** Sums of every node that has measurements in the plan's segments, or of the one that is named. */
export const listNodeSums = async (
  db: Kysely<Database>,
  { plan, node_id }: { plan: FiguresPlan; node_id?: string },
): Promise<NodeSums[]> => {
  const { rows } = await sql<NodeSums>`
    SELECT node_id, ${TOTALS}
    FROM (${slicedOf(plan.segments, sql`0::smallint`, node_id)}) rollup
    GROUP BY node_id`.execute(db);
  return rows;
};

/** The same with each node's slices, numbered from 0; rows of the rollups lie in one slice each. */
export const listSlicedSums = async (
  db: Kysely<Database>,
  plan: FiguresPlan,
  { from, seconds }: Slices,
): Promise<SlicedSums[]> => {
  const from_seconds = Date.parse(from) / 1000;
  const slice = sql`floor((date_part('epoch', time) - ${from_seconds}::double precision) / ${seconds}::double precision)::smallint`;
  const { rows } = await sql<SlicedSums>`
    SELECT node_id, ${TOTALS},
           string_agg(int2send(slice) || float4send(coalesce(latency_sum, 'NaN')::real) || float4send(replies::real), '') AS slices
    FROM (${slicedOf(plan.segments, slice)}) rollup
    GROUP BY node_id`.execute(db);
  return rows;
};

/** The sums of nothing. */
export const NO_SUMS: Sums = {
  n: 0,
  replies: 0,
  loss_known: 0,
  latency_sum: null,
  latency_min: null,
  latency_max: null,
  uptime_sum: 0,
  loss_sum: null,
};

const lesser = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
const greater = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));

/** The sums of all nodes together. */
export const addSums = (rows: Sums[]): Sums =>
  rows.reduce(
    (total, row) => ({
      n: total.n + row.n,
      replies: total.replies + row.replies,
      loss_known: total.loss_known + row.loss_known,
      latency_sum: row.latency_sum === null ? total.latency_sum : (total.latency_sum ?? 0) + row.latency_sum,
      latency_min: lesser(total.latency_min, row.latency_min),
      latency_max: greater(total.latency_max, row.latency_max),
      uptime_sum: total.uptime_sum + row.uptime_sum,
      loss_sum: row.loss_sum === null ? total.loss_sum : (total.loss_sum ?? 0) + row.loss_sum,
    }),
    NO_SUMS,
  );
