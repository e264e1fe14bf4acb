import { type Kysely, type RawBuilder, sql } from "kysely";
import { bucketStart, bucketStarts } from "#lib/buckets.ts";
import { coverageOf, expectedCount } from "#lib/coverage.ts";
import type { Node } from "#lib/model/node.ts";
import type { Series, SeriesPoint } from "#lib/model/series.ts";
import { chooseSeries, DEFAULT_POINTS, percentileMethod, type Segment, type SeriesChoice } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts, type RollupFacts } from "./rollup-facts.ts";
import { binsOf, percentilesOfBins, sumsOf } from "./segments.ts";

export type SeriesQuestion = { node_id: string; from: Date; to: Date; points?: number; now: Date };

type Row = Omit<SeriesPoint, "expected_count">;
type Range = { node_id: string; from: Date; to: Date };

const UNIT_SECONDS = { metrics: 0, aggregates_hourly: 3600, aggregates_daily: 86_400 } as const;

const ofRange = (time: "time" | "bucket", { node_id, from, to }: Range) =>
  sql`node_id = ${node_id} AND ${sql.ref(time)} >= ${from}::timestamptz AND ${sql.ref(time)} < ${to}::timestamptz`;

/** Figures of equal buckets straight from measurements; every percentile exact. */
const fromMeasurements = (range: Range, bucket_seconds: number): RawBuilder<Row> => sql<Row>`
  SELECT time, n AS count, replies AS reply_count, latency_ms_avg, latency_ms_min, latency_ms_max,
         p[1] AS latency_ms_p05, p[2] AS latency_ms_p25, p[3] AS latency_ms_p50, p[4] AS latency_ms_p75,
         p[5] AS latency_ms_p95, p[6] AS latency_ms_p99, uptime_pct, packet_loss
  FROM (
    SELECT time_bucket(make_interval(secs => ${bucket_seconds}::double precision), time) AS time,
           count(*) AS n, count(latency_ms) AS replies, avg(latency_ms) AS latency_ms_avg,
           min(latency_ms) AS latency_ms_min, max(latency_ms) AS latency_ms_max,
           percentile_cont(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p,
           avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
    FROM metrics WHERE ${ofRange("time", range)} GROUP BY 1
  ) bucketed`;

/** A rollup's own rows; every percentile exact, computed from the bucket's measurements when it was materialized. */
const fromRollup = (source: "aggregates_hourly" | "aggregates_daily", range: Range): RawBuilder<Row> => sql<Row>`
  SELECT bucket AS time, measurement_count AS count, reply_count, avg_latency_ms AS latency_ms_avg,
         min_latency_ms AS latency_ms_min, max_latency_ms AS latency_ms_max, p05_latency_ms AS latency_ms_p05,
         p25_latency_ms AS latency_ms_p25, p50_latency_ms AS latency_ms_p50, p75_latency_ms AS latency_ms_p75,
         p95_latency_ms AS latency_ms_p95, p99_latency_ms AS latency_ms_p99, avg_uptime_pct AS uptime_pct,
         avg_packet_loss AS packet_loss
  FROM ${sql.table(source)} WHERE ${ofRange("bucket", range)}`;

/** Several rollup rows a bucket: sums weighted, percentiles from merged histograms. */
const fromMerged = (segments: Segment[], node_id: string, bucket_seconds: number): RawBuilder<Row> => {
  const bucket = sql`time_bucket(make_interval(secs => ${bucket_seconds}::double precision), time)`;
  return sql<Row>`
    SELECT s.time, s.n AS count, s.replies AS reply_count, s.latency_sum / nullif(s.replies, 0) AS latency_ms_avg,
           s.latency_min AS latency_ms_min, s.latency_max AS latency_ms_max, p.p05 AS latency_ms_p05,
           p.p25 AS latency_ms_p25, p.p50 AS latency_ms_p50, p.p75 AS latency_ms_p75, p.p95 AS latency_ms_p95,
           p.p99 AS latency_ms_p99, s.uptime_sum / s.n AS uptime_pct, s.loss_sum / nullif(s.loss_known, 0) AS packet_loss
    FROM (
      SELECT ${bucket} AS time, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
             sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
             sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
      FROM (${sumsOf(segments, node_id)}) rollup GROUP BY 1
    ) s
    LEFT JOIN (${percentilesOfBins(sql`
      SELECT ${bucket} AS key, latency_bin, replies FROM (${binsOf(segments, node_id)}) histogram`)}) p ON p.key = s.time`;
};

/** The moment from which days are not materialized, inside [from, to]. */
const dailyEnd = ({ from, to }: Range, facts: RollupFacts): Date => {
  const until = facts.daily_until ? bucketStart(facts.daily_until.getTime(), 86_400) : from.getTime();
  return new Date(Math.min(Math.max(until, from.getTime()), to.getTime()));
};

const mergedSegments = (range: Range, choice: SeriesChoice, facts: RollupFacts): Segment[] => {
  if (choice.source === "aggregates_hourly") return [{ source: "aggregates_hourly", from: range.from, to: range.to }];
  const end = dailyEnd(range, facts);
  const parts: Segment[] = [
    { source: "aggregates_daily", from: range.from, to: end },
    { source: "aggregates_hourly", from: end, to: range.to },
  ];
  return parts.filter((part) => part.to > part.from);
};

const rowsQuery = (range: Range, choice: SeriesChoice, facts: RollupFacts): RawBuilder<Row> => {
  if (choice.source === "metrics") return fromMeasurements(range, choice.bucket_seconds);
  if (choice.bucket_seconds > UNIT_SECONDS[choice.source])
    return fromMerged(mergedSegments(range, choice, facts), range.node_id, choice.bucket_seconds);
  if (choice.source === "aggregates_hourly") return fromRollup("aggregates_hourly", range);
  const end = dailyEnd(range, facts);
  return sql<Row>`${fromRollup("aggregates_daily", { ...range, to: end })}
    UNION ALL ${fromMeasurements({ ...range, from: end }, choice.bucket_seconds)}`;
};

const EMPTY: Omit<SeriesPoint, "time" | "expected_count"> = {
  count: 0,
  reply_count: 0,
  latency_ms_avg: null,
  latency_ms_min: null,
  latency_ms_max: null,
  latency_ms_p05: null,
  latency_ms_p25: null,
  latency_ms_p50: null,
  latency_ms_p75: null,
  latency_ms_p95: null,
  latency_ms_p99: null,
  uptime_pct: null,
  packet_loss: null,
};

const PERCENTILES = [
  "latency_ms_p05",
  "latency_ms_p25",
  "latency_ms_p50",
  "latency_ms_p75",
  "latency_ms_p95",
  "latency_ms_p99",
] as const;

/** A bin's middle can lie beyond the bucket's own extremes; they are known exactly. */
const withinExtremes = (row: Row): Row => {
  const clamped = { ...row };
  for (const name of PERCENTILES) {
    const value = row[name];
    if (value !== null)
      clamped[name] = Math.min(row.latency_ms_max ?? value, Math.max(row.latency_ms_min ?? value, value));
  }
  return clamped;
};

/** Every bucket of the range up to now; one without measurements is a point with count 0 and nulls. */
const fillGaps = (rows: Row[], range: Range, choice: SeriesChoice, node: Node, now: Date): SeriesPoint[] => {
  const row_at = new Map(rows.map((row) => [Date.parse(row.time), row]));
  const end = Math.min(range.to.getTime(), Math.max(now.getTime(), ...row_at.keys()) + 1);
  const points = bucketStarts(range.from.getTime(), end, choice.bucket_seconds).map((at) => {
    const row = row_at.get(at);
    const window = { from: new Date(at), to: new Date(at + choice.bucket_seconds * 1000), now };
    const expected_count = expectedCount(node, window, row?.count ?? 0);
    return { ...EMPTY, ...(row && withinExtremes(row)), time: new Date(at).toISOString(), expected_count };
  });
  // A bucket that has only just begun, with nothing due in it yet, is no gap.
  const newest = points.at(-1);
  const begun = newest && newest.count === 0 && newest.expected_count === 0;
  return begun && Date.parse(newest.time) + choice.bucket_seconds * 1000 > now.getTime() ? points.slice(0, -1) : points;
};

/**
 * The series of a node over whole buckets that cover [from, to), from the finest source that answers with at most
 * `points` points (300 by default, 1,500 at most). Reads metrics, aggregates_hourly or aggregates_daily as `source`
 * says; what is not materialized yet comes from measurements. Unknown node: FiberError not_found.
 */
export const getNodeSeries = async (db: Kysely<Database>, question: SeriesQuestion): Promise<Series> => {
  const { node_id, now, points = DEFAULT_POINTS } = question;
  const [node, facts] = await Promise.all([getNode(db, node_id), getRollupFacts(db, question)]);
  const choice = chooseSeries({ ...question, ...facts, points, interval_seconds: node.interval_seconds });
  const width_ms = choice.bucket_seconds * 1000;
  const range = {
    node_id,
    from: new Date(bucketStart(question.from.getTime(), choice.bucket_seconds)),
    to: new Date(bucketStart(question.to.getTime() - 1, choice.bucket_seconds) + width_ms),
  };
  const { rows } = await rowsQuery(range, choice, facts).execute(db);
  const filled = fillGaps(rows, range, choice, node, now);
  const measurement_count = filled.reduce((sum, point) => sum + point.count, 0);
  const expected_count = filled.reduce((sum, point) => sum + point.expected_count, 0);
  const merged = choice.bucket_seconds > UNIT_SECONDS[choice.source] && choice.source !== "metrics";
  const until = { metrics: null, aggregates_hourly: facts.hourly_until, aggregates_daily: facts.daily_until };
  return {
    node_id,
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    ...choice,
    time_zone: "UTC",
    fresh_until: until[choice.source]?.toISOString() ?? null,
    as_of: now.toISOString(),
    measurement_count,
    expected_count,
    coverage: coverageOf(measurement_count, expected_count),
    percentiles: percentileMethod(!merged),
    points: filled,
  };
};
