import { type Kysely, type RawBuilder, sql } from "kysely";
import { bucketEdges, bucketStart } from "#lib/buckets.ts";
import { coverageOf, expectedCount } from "#lib/coverage.ts";
import type { Node } from "#lib/model/node.ts";
import type { Series, SeriesPoint } from "#lib/model/series.ts";
import { chooseSeries, DEFAULT_POINTS, percentileMethod, type Segment, type SeriesChoice } from "#lib/resolution.ts";
import type { SeriesWish } from "#lib/series-wish.ts";
import { UTC } from "#lib/time-zone.ts";
import { SECONDS } from "#lib/units.ts";
import type { Database } from "../schema/index.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts, type RollupFacts } from "./rollup-facts.ts";
import { ALL_PERCENTILES, binsOf, percentilesOfBins, sumsOf } from "./segments.ts";

export type SeriesQuestion = {
  node_id: string;
  from: Date;
  to: Date;
  points?: number;
  now: Date;
  /** Whose days are wanted, an IANA name; UTC when left out. */
  time_zone?: string;
  /** Instead of the choice of lib/resolution.ts. */
  asked?: SeriesWish;
};

type Row = Omit<SeriesPoint, "expected_count">;
type Range = { node_id: string; from: Date; to: Date };
/** The buckets: equal ones of a length, or days of a zone between edges (ms). */
type Grid = Pick<SeriesChoice, "bucket_seconds" | "time_zone"> & { edges: number[] };

const ofRange = (time: "time" | "bucket", { node_id, from, to }: Range) =>
  sql`node_id = ${node_id} AND ${sql.ref(time)} >= ${from}::timestamptz AND ${sql.ref(time)} < ${to}::timestamptz`;

/** The start of the bucket that holds `time`. Days of a zone are cut where lib/days.ts says, not by the server's own tables. */
const bucketOf = ({ bucket_seconds, time_zone, edges }: Grid): RawBuilder<string> => {
  if (time_zone === UTC) return sql`time_bucket(make_interval(secs => ${bucket_seconds}::double precision), time)`;
  const cuts = edges.map((edge) => new Date(edge).toISOString());
  return sql`(${cuts}::timestamptz[])[width_bucket(time, ${cuts}::timestamptz[])]`;
};

/** Figures of buckets straight from measurements; every percentile exact. */
const fromMeasurements = (range: Range, grid: Grid): RawBuilder<Row> => sql<Row>`
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
const fromRollup = (source: "aggregates_hourly" | "aggregates_daily", range: Range): RawBuilder<Row> => sql<Row>`
  SELECT bucket AS time, measurement_count AS count, reply_count, avg_latency_ms AS latency_ms_avg,
         min_latency_ms AS latency_ms_min, max_latency_ms AS latency_ms_max, p05_latency_ms AS latency_ms_p05,
         p25_latency_ms AS latency_ms_p25, p50_latency_ms AS latency_ms_p50, p75_latency_ms AS latency_ms_p75,
         p95_latency_ms AS latency_ms_p95, p99_latency_ms AS latency_ms_p99, avg_uptime_pct AS uptime_pct,
         avg_packet_loss AS packet_loss
  FROM ${sql.table(source)} WHERE ${ofRange("bucket", range)}`;

/** Several rollup rows a bucket: sums weighted, percentiles from merged histograms. */
const fromMerged = (segments: Segment[], node_id: string, grid: Grid): RawBuilder<Row> => sql<Row>`
  SELECT s.time, s.n AS count, s.replies AS reply_count, s.latency_sum / nullif(s.replies, 0) AS latency_ms_avg,
         s.latency_min AS latency_ms_min, s.latency_max AS latency_ms_max, p.p05 AS latency_ms_p05,
         p.p25 AS latency_ms_p25, p.p50 AS latency_ms_p50, p.p75 AS latency_ms_p75, p.p95 AS latency_ms_p95,
         p.p99 AS latency_ms_p99, s.uptime_sum / s.n AS uptime_pct, s.loss_sum / nullif(s.loss_known, 0) AS packet_loss
  FROM (
    SELECT ${bucketOf(grid)} AS time, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
    FROM (${sumsOf(segments, node_id)}) rollup GROUP BY 1
  ) s
  LEFT JOIN (${percentilesOfBins(
    sql`
    SELECT ${bucketOf(grid)} AS key, latency_bin, replies FROM (${binsOf(segments, node_id)}) histogram`,
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

const rowsQuery = (range: Range, grid: Grid, choice: SeriesChoice, facts: RollupFacts): RawBuilder<Row> => {
  if (choice.source === "metrics") return fromMeasurements(range, grid);
  if (!choice.exact) return fromMerged(mergedSegments(range, choice, facts), range.node_id, grid);
  if (choice.source === "aggregates_hourly") return fromRollup("aggregates_hourly", range);
  const end = dailyEnd(range, facts);
  return sql<Row>`${fromRollup("aggregates_daily", { ...range, to: end })}
    UNION ALL ${fromMeasurements({ ...range, from: end }, grid)}`;
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
const fillGaps = (rows: Row[], { edges }: Grid, node: Node, now: Date): SeriesPoint[] => {
  const row_at = new Map(rows.map((row) => [Date.parse(row.time), row]));
  const end = Math.max(now.getTime(), ...row_at.keys());
  const points = edges.slice(0, -1).flatMap((at, index) => {
    if (at > end) return [];
    const row = row_at.get(at);
    const window = { from: new Date(at), to: new Date(edges[index + 1]!), now };
    const expected_count = expectedCount(node, window, row?.count ?? 0);
    return [{ ...EMPTY, ...(row && withinExtremes(row)), time: new Date(at).toISOString(), expected_count }];
  });
  // A bucket that has only just begun, with nothing due in it yet, is no gap.
  const newest = points.at(-1);
  const begun = newest && newest.count === 0 && newest.expected_count === 0;
  return begun && edges[points.length]! > now.getTime() ? points.slice(0, -1) : points;
};

/**
 * The series of a node over whole buckets that cover [from, to), from the finest source that answers with at most
 * `points` points (300 by default, 1,500 at most), or as `asked`. Reads metrics, aggregates_hourly or aggregates_daily as
 * `source` says; what is not materialized yet comes from measurements. Days are those of `time_zone` where the source has
 * them, and the answer says whose they are. Unknown node: FiberError not_found. What cannot be as asked: invalid_input.
 */
export const getNodeSeries = async (db: Kysely<Database>, question: SeriesQuestion): Promise<Series> => {
  const { node_id, now, points = DEFAULT_POINTS, time_zone = UTC } = question;
  const [node, facts] = await Promise.all([getNode(db, node_id), getRollupFacts(db, question)]);
  const { interval_seconds } = node;
  const expected_rows = expectedCount(node, question, 0);
  const choice = chooseSeries({ ...question, ...facts, points, time_zone, interval_seconds, expected_rows });
  const { source, bucket_seconds } = choice;
  const edges = bucketEdges(question.from.getTime(), question.to.getTime(), bucket_seconds, choice.time_zone);
  const range = { node_id, from: new Date(edges[0]!), to: new Date(edges.at(-1)!) };
  const grid = { bucket_seconds, time_zone: choice.time_zone, edges };
  const { rows } = await rowsQuery(range, grid, choice, facts).execute(db);
  const filled = fillGaps(rows, grid, node, now);
  const measurement_count = filled.reduce((sum, point) => sum + point.count, 0);
  const expected_count = filled.reduce((sum, point) => sum + point.expected_count, 0);
  const until = { metrics: null, aggregates_hourly: facts.hourly_until, aggregates_daily: facts.daily_until };
  return {
    node_id,
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    source,
    reason: choice.reason,
    bucket_seconds,
    time_zone: choice.time_zone,
    fresh_until: until[source]?.toISOString() ?? null,
    as_of: now.toISOString(),
    measurement_count,
    expected_count,
    coverage: coverageOf(measurement_count, expected_count),
    percentiles: percentileMethod(choice.exact),
    points: filled,
  };
};
