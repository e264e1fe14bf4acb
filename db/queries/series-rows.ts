import { type RawBuilder, sql } from "kysely";
import { bucketEdges, bucketStart } from "#lib/buckets.ts";
import type { SeriesPoint } from "#lib/model/series.ts";
import type { Segment, SeriesChoice } from "#lib/resolution.ts";
import { UTC } from "#lib/time-zone.ts";
import { SECONDS } from "#lib/units.ts";
import type { RollupFacts } from "./rollup-facts.ts";
import { ALL_PERCENTILES, binsOf, isOneOf, percentilesOfBins, sumsOf } from "./segments.ts";

export type SeriesRow = Omit<SeriesPoint, "expected_count">;
type Range = { node_ids: readonly string[]; from: Date; to: Date };

/** The buckets: equal ones of a length, or days of a zone between edges (ms); `from` and `to` are the outermost edges. */
export type Grid = Pick<SeriesChoice, "bucket_seconds" | "time_zone"> & { edges: number[]; from: Date; to: Date };

/** The whole buckets of a choice that cover [from, to). */
export const gridOf = ({ from, to }: { from: Date; to: Date }, choice: SeriesChoice): Grid => {
  const { bucket_seconds, time_zone } = choice;
  const edges = bucketEdges(from.getTime(), to.getTime(), bucket_seconds, time_zone);
  return { bucket_seconds, time_zone, edges, from: new Date(edges[0]!), to: new Date(edges.at(-1)!) };
};

const ofRange = (time: "time" | "bucket", { node_ids, from, to }: Range) =>
  sql`${isOneOf(node_ids)} AND ${sql.ref(time)} >= ${from}::timestamptz AND ${sql.ref(time)} < ${to}::timestamptz`;

/** The start of the bucket that holds `time`. Days of a zone are cut where lib/days.ts says, not by the server's own tables. */
export const bucketOf = ({ bucket_seconds, time_zone, edges }: Grid): RawBuilder<string> => {
  if (time_zone === UTC) return sql`time_bucket(make_interval(secs => ${bucket_seconds}::double precision), time)`;
  const cuts = edges.map((edge) => new Date(edge).toISOString());
  return sql`(${cuts}::timestamptz[])[width_bucket(time, ${cuts}::timestamptz[])]`;
};

/** Figures of buckets straight from measurements; every percentile exact. */
const fromMeasurements = (range: Range, grid: Grid): RawBuilder<SeriesRow> => sql<SeriesRow>`
  SELECT time, n AS count, replies AS reply_count, latency_ms_avg, latency_ms_min, latency_ms_max,
         p[1] AS latency_ms_p05, p[2] AS latency_ms_p25, p[3] AS latency_ms_p50, p[4] AS latency_ms_p75,
         p[5] AS latency_ms_p95, p[6] AS latency_ms_p99, uptime_pct, packet_loss
  FROM (
    SELECT ${bucketOf(grid)} AS time,
           count(*) AS n, count(latency_ms) AS replies, avg(latency_ms) AS latency_ms_avg,
           min(latency_ms) AS latency_ms_min, max(latency_ms) AS latency_ms_max,
           percentile_cont(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p,
           avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
    FROM metrics WHERE ${ofRange("time", range)} GROUP BY 1
  ) bucketed`;

/** A rollup's own rows; every percentile exact, computed from the bucket's measurements when it was materialized. */
const fromRollup = (
  source: "aggregates_hourly" | "aggregates_daily",
  range: Range,
): RawBuilder<SeriesRow> => sql<SeriesRow>`
  SELECT bucket AS time, measurement_count AS count, reply_count, avg_latency_ms AS latency_ms_avg,
         min_latency_ms AS latency_ms_min, max_latency_ms AS latency_ms_max, p05_latency_ms AS latency_ms_p05,
         p25_latency_ms AS latency_ms_p25, p50_latency_ms AS latency_ms_p50, p75_latency_ms AS latency_ms_p75,
         p95_latency_ms AS latency_ms_p95, p99_latency_ms AS latency_ms_p99, avg_uptime_pct AS uptime_pct,
         avg_packet_loss AS packet_loss
  FROM ${sql.table(source)} WHERE ${ofRange("bucket", range)}`;

/** Several rollup rows a bucket: sums weighted, percentiles from merged histograms. */
const fromMerged = (
  segments: Segment[],
  node_ids: readonly string[],
  grid: Grid,
): RawBuilder<SeriesRow> => sql<SeriesRow>`
  SELECT s.time, s.n AS count, s.replies AS reply_count, s.latency_sum / nullif(s.replies, 0) AS latency_ms_avg,
         s.latency_min AS latency_ms_min, s.latency_max AS latency_ms_max, p.p05 AS latency_ms_p05,
         p.p25 AS latency_ms_p25, p.p50 AS latency_ms_p50, p.p75 AS latency_ms_p75, p.p95 AS latency_ms_p95,
         p.p99 AS latency_ms_p99, s.uptime_sum / s.n AS uptime_pct, s.loss_sum / nullif(s.loss_known, 0) AS packet_loss
  FROM (
    SELECT ${bucketOf(grid)} AS time, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
    FROM (${sumsOf(segments, node_ids)}) rollup GROUP BY 1
  ) s
  LEFT JOIN (${percentilesOfBins(
    sql`
    SELECT ${bucketOf(grid)} AS key, latency_bin, replies FROM (${binsOf(segments, node_ids)}) histogram`,
    ALL_PERCENTILES,
  )}) p
    ON p.key = s.time`;

/** `moment` inside the range; its end when nothing limits. */
const within = ({ from, to }: Range, moment_ms: number): Date =>
  new Date(Math.min(Math.max(moment_ms, from.getTime()), to.getTime()));

/** The moment from which days are not materialized, inside the range. */
const dailyEnd = (range: Range, { daily_until }: RollupFacts): Date =>
  within(range, daily_until ? bucketStart(daily_until.getTime(), SECONDS.day) : range.from.getTime());

const mergedSegments = (range: Range, { source }: SeriesChoice, facts: RollupFacts): Segment[] => {
  const { measurements_kept, hourly_until } = facts;
  const days_end = source === "aggregates_daily" ? dailyEnd(range, facts) : range.from;
  const until = measurements_kept && hourly_until ? bucketStart(hourly_until.getTime(), SECONDS.hour) : Infinity;
  const hours_end = within({ ...range, from: days_end }, until);
  const parts: Segment[] = [
    { source: "aggregates_daily", from: range.from, to: days_end },
    { source: "aggregates_hourly", from: days_end, to: hours_end },
    { source: "metrics", from: hours_end, to: range.to },
  ];
  return parts.filter((part) => part.to > part.from);
};

/**
 * The figures of every bucket that has a measurement, of one node, or of several as if all their measurements were one
 * node's: several need a choice that is not exact, or one from measurements, for no rollup holds their own percentiles.
 */
export const seriesRows = (
  node_ids: readonly string[],
  grid: Grid,
  choice: SeriesChoice,
  facts: RollupFacts,
): RawBuilder<SeriesRow> => {
  const range = { node_ids, from: grid.from, to: grid.to };
  if (choice.source === "metrics") return fromMeasurements(range, grid);
  if (!choice.exact) return fromMerged(mergedSegments(range, choice, facts), node_ids, grid);
  if (choice.source === "aggregates_hourly") return fromRollup("aggregates_hourly", range);
  const end = dailyEnd(range, facts);
  return sql<SeriesRow>`${fromRollup("aggregates_daily", { ...range, to: end })}
    UNION ALL ${fromMeasurements({ ...range, from: end }, grid)}`;
};
