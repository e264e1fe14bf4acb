import { type Kysely, type RawBuilder, sql } from "kysely";
import { createLatencyHistogram, type LatencyHistogram, percentilesOf } from "#lib/latency-histogram.ts";
import type { FiguresPlan, Segment } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { readBins, readReals } from "./packed.ts";
import { binsOf, histogramOf, ofSegment, percentilesOfBins, union } from "./segments.ts";

export type Percentiles = { p50: number | null; p95: number | null; p99: number | null };

/** node_id null: all nodes together. */
export type PercentileRow = Percentiles & { node_id: string | null };

const FRACTIONS = [0.5, 0.95, 0.99] as const;

const named = ([p50 = null, p95 = null, p99 = null]: (number | null)[]): Percentiles => ({ p50, p95, p99 });

type PackedRow = { node_id: string; replies: Buffer | null; bins: Buffer | null };

/** All replies or all bins of a segment, a row a node. */
const packedOf = (segment: Segment): RawBuilder<PackedRow> =>
  segment.source === "metrics"
    ? sql<PackedRow>`
      SELECT node_id, string_agg(float4send(latency_ms), '') AS replies, NULL::bytea AS bins
      FROM metrics WHERE ${ofSegment(segment)} GROUP BY node_id`
    : sql<PackedRow>`
      SELECT node_id, NULL::bytea AS replies, string_agg(int2send(latency_bin) || int4send(reply_count::integer), '') AS bins
      FROM ${sql.table(histogramOf(segment.source))} WHERE ${ofSegment(segment)} GROUP BY node_id`;

const exactOf = (rows: PackedRow[]): PercentileRow[] => {
  const replies = rows.flatMap((row) =>
    row.replies ? [{ node_id: row.node_id, values: readReals(row.replies) }] : [],
  );
  const all = new Float32Array(replies.reduce((sum, { values }) => sum + values.length, 0));
  let filled = 0;
  const each = replies.map(({ node_id, values }) => {
    all.set(values, filled);
    filled += values.length;
    return { node_id, ...named(percentilesOf(values, FRACTIONS)) };
  });
  return all.length === 0 ? each : [...each, { node_id: null, ...named(percentilesOf(all, FRACTIONS)) }];
};

const addPacked = ({ replies, bins }: PackedRow, histogram: LatencyHistogram): void => {
  if (bins) readBins(bins, histogram.add);
  if (replies) for (const latency_ms of readReals(replies)) histogram.addReply(latency_ms);
};

const mergedOf = (rows: PackedRow[]): PercentileRow[] => {
  const [own, fleet] = [createLatencyHistogram(), createLatencyHistogram()];
  const each: PercentileRow[] = [];
  for (const [node_id, parts] of Map.groupBy(rows, (row) => row.node_id)) {
    own.clear();
    for (const part of parts) addPacked(part, own);
    own.addTo(fleet);
    const percentiles = named(own.percentiles(FRACTIONS));
    if (percentiles.p50 !== null) each.push({ node_id, ...percentiles });
  }
  return each.length === 0 ? [] : [...each, { node_id: null, ...named(fleet.percentiles(FRACTIONS)) }];
};

/**
 * p50, p95 and p99 of every node with replies, and a row (node_id null) of all of them together: exact when the plan says
 * so, else from merged histograms. One statement; it packs replies and bins, and they are merged here (docs/decisions/0019).
 */
export const listPercentiles = async (db: Kysely<Database>, plan: FiguresPlan): Promise<PercentileRow[]> => {
  const { rows } = await union(plan.segments.map(packedOf)).execute(db);
  return plan.exact ? exactOf(rows) : mergedOf(rows);
};

const exactPercentiles = ({ segments }: FiguresPlan, node_id: string): RawBuilder<Percentiles> => sql<Percentiles>`
  SELECT p[1] AS p50, p[2] AS p95, p[3] AS p99
  FROM (
    SELECT percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p
    FROM metrics WHERE latency_ms IS NOT NULL AND ${ofSegment(segments[0]!, node_id)}
  ) exact`;

const histogramPercentiles = ({ segments }: FiguresPlan, node_id: string): RawBuilder<Percentiles> => sql<Percentiles>`
  SELECT p50, p95, p99
  FROM (${percentilesOfBins(
    sql`
    SELECT node_id AS key, latency_bin, replies FROM (${binsOf(segments, node_id)}) histogram`,
    ["p50", "p95", "p99"],
  )}) percentiles`;

/** The same of one node, all in SQL; undefined or nulls: no reply. */
export const findNodePercentiles = async (
  db: Kysely<Database>,
  plan: FiguresPlan,
  node_id: string,
): Promise<Percentiles | undefined> =>
  (await (plan.exact ? exactPercentiles(plan, node_id) : histogramPercentiles(plan, node_id)).execute(db)).rows[0];
