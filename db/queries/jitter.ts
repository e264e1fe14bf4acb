import { type Kysely, sql } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import type { Jitter, JitterPoint } from "#lib/model/jitter.ts";
import { chooseSeries, DEFAULT_POINTS, EXACT_ROWS, percentileMethod } from "#lib/resolution.ts";
import { UTC } from "#lib/time-zone.ts";
import type { Database } from "../schema/index.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts } from "./rollup-facts.ts";
import { bucketOf, type Grid, gridOf } from "./series-rows.ts";
import { getNodeSeries, type SeriesQuestion } from "./series.ts";

/** Replies are successive when they are at most this many intervals apart: no measurement between them failed or is missing. */
const APART_INTERVALS = 1.5;

type Pairs = { node_id: string; grid: Grid; interval_seconds: number };

const pairsQuery = ({ node_id, grid, interval_seconds }: Pairs) => {
  const apart = sql`make_interval(secs => ${APART_INTERVALS * interval_seconds}::double precision)`;
  return sql<JitterPoint>`
    SELECT ${bucketOf(grid)} AS time, count(*) AS count, avg(abs(latency_ms - before_ms)) AS jitter_ms
    FROM (
      SELECT time, latency_ms::double precision AS latency_ms, lag(latency_ms) OVER in_order AS before_ms,
             lag(time) OVER in_order AS before
      FROM metrics
      WHERE node_id = ${node_id} AND latency_ms IS NOT NULL
        AND time >= ${grid.from}::timestamptz - ${apart} AND time < ${grid.to}::timestamptz
      WINDOW in_order AS (ORDER BY time)
    ) reply
    WHERE time >= ${grid.from}::timestamptz AND before >= time - ${apart}
    GROUP BY 1`;
};

const spreadOf = async (db: Kysely<Database>, question: SeriesQuestion): Promise<Jitter> => {
  const { points, ...series } = await getNodeSeries(db, question);
  const { from, to, as_of, source, bucket_seconds, time_zone, fresh_until, percentiles } = series;
  const spread = points.map(({ time, reply_count, latency_ms_p50, latency_ms_p95 }) => ({
    time,
    count: reply_count,
    jitter_ms: latency_ms_p50 === null || latency_ms_p95 === null ? null : latency_ms_p95 - latency_ms_p50,
  }));
  const count = spread.reduce((sum, point) => sum + point.count, 0);
  return {
    node_id: question.node_id,
    from,
    to,
    as_of,
    source,
    bucket_seconds,
    time_zone,
    fresh_until,
    percentiles,
    measure: "spread",
    jitter_ms: null,
    count,
    points: spread,
  };
};

/**
 * How much the latency of a node varies, in the buckets of its series: between successive replies while the measurements
 * are kept and few enough, else the spread of each bucket. Four queries. Unknown node: FiberError not_found.
 */
export const getJitter = async (db: Kysely<Database>, question: SeriesQuestion): Promise<Jitter> => {
  const { node_id, now, points = DEFAULT_POINTS, time_zone = UTC } = question;
  const [node, facts] = await Promise.all([getNode(db, node_id), getRollupFacts(db, question)]);
  const { interval_seconds } = node;
  const expected_rows = expectedCount(node, question, 0);
  if (!facts.measurements_kept || expected_rows > EXACT_ROWS.node) return spreadOf(db, question);
  const choice = chooseSeries({ ...question, ...facts, points, time_zone, interval_seconds, expected_rows });
  const grid = gridOf(question, choice);
  const { rows } = await pairsQuery({ node_id, grid, interval_seconds }).execute(db);
  const row_at = new Map(rows.map((row) => [Date.parse(row.time), row]));
  const filled = grid.edges
    .slice(0, -1)
    .filter((at) => at <= now.getTime())
    .map((at) => ({ count: 0, jitter_ms: null, ...row_at.get(at), time: new Date(at).toISOString() }));
  const count = filled.reduce((sum, point) => sum + point.count, 0);
  const sum_ms = filled.reduce((sum, point) => sum + (point.jitter_ms ?? 0) * point.count, 0);
  return {
    node_id,
    from: grid.from.toISOString(),
    to: grid.to.toISOString(),
    as_of: now.toISOString(),
    measure: "successive",
    source: "metrics",
    bucket_seconds: choice.bucket_seconds,
    time_zone: choice.time_zone,
    fresh_until: null,
    percentiles: percentileMethod(true),
    jitter_ms: count > 0 ? sum_ms / count : null,
    count,
    points: filled,
  };
};
