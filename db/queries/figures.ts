import { type Kysely, type RawBuilder, sql } from "kysely";
import { coverageOf } from "#lib/coverage.ts";
import type { Figures } from "#lib/model/node.ts";
import type { FiguresPlan } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { binsOf, percentilesOfBins, sumsOf } from "./segments.ts";

/** Sums of one node over a range; they add up over nodes. */
export type NodeSums = {
  node_id: string;
  n: number;
  replies: number;
  loss_known: number;
  latency_sum: number | null;
  latency_min: number | null;
  latency_max: number | null;
  uptime_sum: number;
  loss_sum: number | null;
  /** Indices of the slices that hold measurements, oldest 0, and the average latency of each. */
  slices: number[];
  slice_latency_ms: (number | null)[];
};

/** node_id null: all nodes together. */
export type PercentileRow = { node_id: string | null; p50: number | null; p95: number | null; p99: number | null };

type Scope = { plan: FiguresPlan; node_id?: string };

/** Sums of every node that has measurements in the plan's segments, and its latency in `slice_count` equal slices. */
export const listNodeSums = async (
  db: Kysely<Database>,
  { plan, node_id, from, to, slice_count }: Scope & { from: Date; to: Date; slice_count: number },
): Promise<NodeSums[]> => {
  const slice_seconds = (to.getTime() - from.getTime()) / 1000 / slice_count;
  const { rows } = await sql<NodeSums>`
    SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum,
           array_agg(slice ORDER BY slice) AS slices,
           array_agg(latency_sum / nullif(replies, 0) ORDER BY slice) AS slice_latency_ms
    FROM (
      SELECT node_id, floor((date_part('epoch', time) - ${from.getTime() / 1000}::double precision) / ${slice_seconds}::double precision)::integer AS slice,
             sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
             sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
             sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
      FROM (${sumsOf(plan.segments, node_id)}) rollup
      GROUP BY 1, 2
    ) sliced
    GROUP BY node_id`.execute(db);
  return rows;
};

const exactPercentiles = ({ plan, node_id }: Scope): RawBuilder<PercentileRow> => {
  const { from, to } = plan.segments[0]!;
  return sql<PercentileRow>`
    SELECT node_id, p[1] AS p50, p[2] AS p95, p[3] AS p99
    FROM (
      SELECT node_id, percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p
      FROM metrics
      WHERE latency_ms IS NOT NULL AND time >= ${from}::timestamptz AND time < ${to}::timestamptz${node_id ? sql` AND node_id = ${node_id}` : sql``}
      GROUP BY ${node_id ? sql`node_id` : sql`GROUPING SETS ((node_id), ())`}
    ) exact`;
};

const histogramPercentiles = ({ plan, node_id }: Scope): RawBuilder<PercentileRow> => sql<PercentileRow>`
  WITH bins AS MATERIALIZED (
    SELECT node_id, latency_bin, sum(replies) AS replies
    FROM (${binsOf(plan.segments, node_id)}) histogram GROUP BY node_id, latency_bin
  )
  SELECT key AS node_id, p50, p95, p99
  FROM (${percentilesOfBins(
    sql`
    SELECT node_id AS key, latency_bin, replies FROM bins${
      node_id ? sql`` : sql` UNION ALL SELECT NULL, latency_bin, replies FROM bins`
    }`,
    ["p50", "p95", "p99"],
  )}) percentiles`;

/**
 * p50, p95 and p99 of every node with replies, and unless one is named a row (node_id null) of all of them together: exact when the plan
 * says so, else from merged histograms.
 */
export const listPercentiles = async (db: Kysely<Database>, scope: Scope): Promise<PercentileRow[]> =>
  (await (scope.plan.exact ? exactPercentiles(scope) : histogramPercentiles(scope)).execute(db)).rows;

const clamp = (value: number | null | undefined, sums: Pick<NodeSums, "latency_min" | "latency_max">) =>
  value == null ? null : Math.min(sums.latency_max ?? value, Math.max(sums.latency_min ?? value, value));

type Sums = Omit<NodeSums, "node_id" | "slices" | "slice_latency_ms">;

const NO_SUMS: Sums = {
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

/** Figures from sums and percentiles. Latency is weighted by replies, uptime by measurements, loss where it is known. */
export const figuresOf = (
  sums: Sums | undefined,
  percentiles: Omit<PercentileRow, "node_id"> | undefined,
  expected_count: number,
): Figures => {
  const s = sums ?? NO_SUMS;
  return {
    measurement_count: s.n,
    expected_count,
    coverage: coverageOf(s.n, expected_count),
    reply_count: s.replies,
    loss_known_count: s.loss_known,
    latency_ms_avg: s.replies > 0 && s.latency_sum !== null ? s.latency_sum / s.replies : null,
    latency_ms_min: s.latency_min,
    latency_ms_max: s.latency_max,
    latency_ms_p50: clamp(percentiles?.p50, s),
    latency_ms_p95: clamp(percentiles?.p95, s),
    latency_ms_p99: clamp(percentiles?.p99, s),
    uptime_pct: s.n > 0 ? s.uptime_sum / s.n : null,
    packet_loss: s.loss_known > 0 && s.loss_sum !== null ? s.loss_sum / s.loss_known : null,
  };
};
