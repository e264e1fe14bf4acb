import { type Kysely, type RawBuilder, sql } from "kysely";
import { bucketStart, bucketStarts } from "#lib/buckets.ts";
import { expectedCount } from "#lib/coverage.ts";
import type { ComparedNode, Comparison } from "#lib/model/comparison.ts";
import type { Figures, Node } from "#lib/model/node.ts";
import {
  chooseSeries,
  EXACT_ROWS,
  type FiguresPlan,
  percentileMethod,
  planFigures,
  type Segment,
  type SeriesChoice,
  sourcesOf,
} from "#lib/resolution.ts";
import { toDigits } from "#lib/round.ts";
import { UTC } from "#lib/time-zone.ts";
import type { Database } from "../schema/index.ts";
import { figuresOf } from "./figures.ts";
import type { NodeSums } from "./node-sums.ts";
import { listNodesOf } from "./nodes.ts";
import type { PercentileRow } from "./percentiles.ts";
import { getRollupFacts, type RollupFacts } from "./rollup-facts.ts";
import { binsOf, isOneOf, percentilesOfBins, sumsOf } from "./segments.ts";

/** Points a line: enough for an axis, few enough for 24 lines. */
const POINTS = 240;

export type CompareQuestion = { node_ids: readonly string[]; from: Date; to: Date; now: Date };

type Row = {
  node_id: string;
  time: string;
  count: number;
  reply_count: number;
  p50: number | null;
  p95: number | null;
  uptime_pct: number | null;
  packet_loss: number | null;
};

type Span = { from: Date; to: Date };

/** A moment as time_bucket cuts it. */
const bucketOf = (seconds: number) => sql`time_bucket(make_interval(secs => ${seconds}::double precision), time)`;

const fromMeasurements = (ids: readonly string[], { from, to }: Span, seconds: number): RawBuilder<Row> => sql<Row>`
  SELECT node_id, time, count, reply_count, p[1] AS p50, p[2] AS p95, uptime_pct, packet_loss
  FROM (
    SELECT node_id, ${bucketOf(seconds)} AS time, count(*) AS count, count(latency_ms) AS reply_count,
           percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency_ms) AS p,
           avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
    FROM metrics WHERE ${isOneOf(ids)} AND time >= ${from}::timestamptz AND time < ${to}::timestamptz
    GROUP BY 1, 2
  ) bucketed`;

const fromHours = (ids: readonly string[], { from, to }: Span): RawBuilder<Row> => sql<Row>`
  SELECT node_id, bucket AS time, measurement_count AS count, reply_count, p50_latency_ms AS p50,
         p95_latency_ms AS p95, avg_uptime_pct AS uptime_pct, avg_packet_loss AS packet_loss
  FROM aggregates_hourly
  WHERE ${isOneOf(ids)} AND bucket >= ${from}::timestamptz AND bucket < ${to}::timestamptz`;

/** Several rollup rows a bucket: sums weighted, percentiles from merged histograms. */
const fromMerged = (ids: readonly string[], segments: Segment[], seconds: number): RawBuilder<Row> => {
  const key = sql`node_id::text || ' ' || ${bucketOf(seconds)}::text`;
  return sql<Row>`
    SELECT s.node_id, s.time, s.n AS count, s.replies AS reply_count, p.p50, p.p95,
           s.uptime_sum / s.n AS uptime_pct, s.loss_sum / nullif(s.loss_known, 0) AS packet_loss
    FROM (
      SELECT node_id, ${bucketOf(seconds)} AS time, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
             sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
      FROM (${sumsOf(segments)}) rollup WHERE ${isOneOf(ids)} GROUP BY 1, 2
    ) s
    LEFT JOIN (${percentilesOfBins(
      sql`
      SELECT ${key} AS key, latency_bin, replies FROM (${binsOf(segments)}) histogram WHERE ${isOneOf(ids)}`,
      ["p50", "p95"],
    )}) p
      ON p.key = s.node_id::text || ' ' || s.time::text`;
};

/** Whole days while they are materialized, hours after them. */
const mergedSegments = ({ from, to }: Span, choice: SeriesChoice, facts: RollupFacts): Segment[] => {
  if (choice.source === "aggregates_hourly") return [{ source: "aggregates_hourly", from, to }];
  const until = facts.daily_until ? bucketStart(facts.daily_until.getTime(), 86_400) : from.getTime();
  const end = new Date(Math.min(Math.max(until, from.getTime()), to.getTime()));
  const parts: Segment[] = [
    { source: "aggregates_daily", from, to: end },
    { source: "aggregates_hourly", from: end, to },
  ];
  return parts.filter((part) => part.to > part.from);
};

const isMerged = ({ source, bucket_seconds }: SeriesChoice) =>
  source === "aggregates_daily" || (source === "aggregates_hourly" && bucket_seconds > 3600);

const rowsQuery = (ids: readonly string[], span: Span, choice: SeriesChoice, facts: RollupFacts): RawBuilder<Row> => {
  if (choice.source === "metrics") return fromMeasurements(ids, span, choice.bucket_seconds);
  if (!isMerged(choice)) return fromHours(ids, span);
  return fromMerged(ids, mergedSegments(span, choice, facts), choice.bucket_seconds);
};

const listSums = async (db: Kysely<Database>, ids: readonly string[], plan: FiguresPlan): Promise<NodeSums[]> => {
  const { rows } = await sql<NodeSums>`
    SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
    FROM (${sumsOf(plan.segments)}) rollup WHERE ${isOneOf(ids)} GROUP BY node_id`.execute(db);
  return rows;
};

const listRangePercentiles = async (
  db: Kysely<Database>,
  ids: readonly string[],
  { exact, segments }: FiguresPlan,
): Promise<PercentileRow[]> => {
  const [{ from, to }] = segments as [Segment];
  const query = exact
    ? sql<PercentileRow>`
        SELECT node_id, p[1] AS p50, p[2] AS p95, p[3] AS p99
        FROM (SELECT node_id, percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p
              FROM metrics
              WHERE latency_ms IS NOT NULL AND ${isOneOf(ids)}
                AND time >= ${from}::timestamptz AND time < ${to}::timestamptz
              GROUP BY node_id) exact`
    : sql<PercentileRow>`
        SELECT key AS node_id, p50, p95, p99
        FROM (${percentilesOfBins(
          sql`
          SELECT node_id AS key, latency_bin, replies FROM (${binsOf(segments)}) histogram WHERE ${isOneOf(ids)}`,
          ["p50", "p95", "p99"],
        )}) p`;
  return (await query.execute(db)).rows;
};

const brief = (value: number | null | undefined): number | null => (value == null ? null : toDigits(value, 5));

type Measured = { rows: Map<number, Row>; figures: Figures };

const comparedNode = (node: Node, starts: number[], width_ms: number, now: Date, { rows, figures }: Measured) => {
  const each = <T>(value: (row: Row | undefined, start: number) => T): T[] =>
    starts.map((start) => value(rows.get(start), start));
  return {
    node,
    figures,
    count: each((row) => row?.count ?? 0),
    expected_count: each((row, start) =>
      expectedCount(node, { from: new Date(start), to: new Date(start + width_ms), now }, row?.count ?? 0),
    ),
    reply_count: each((row) => row?.reply_count ?? 0),
    latency_ms_p50: each((row) => brief(row?.p50)),
    latency_ms_p95: each((row) => brief(row?.p95)),
    uptime_pct: each((row) => brief(row?.uptime_pct)),
    packet_loss: each((row) => brief(row?.packet_loss)),
  } satisfies ComparedNode;
};

/**
 * Up to 24 nodes over the same whole buckets that cover [from, to), with each one's figures. Six queries however many nodes. `source`
 * tells where buckets come from, `figures_sources` where figures do. Ids that no node has are listed, not refused.
 */
export const getComparison = async (db: Kysely<Database>, question: CompareQuestion): Promise<Comparison> => {
  const { node_ids, from, to, now } = question;
  const [found, facts] = await Promise.all([listNodesOf(db, node_ids), getRollupFacts(db, question)]);
  const node_of = new Map(found.map((node) => [node.node_id, node]));
  const nodes = node_ids.flatMap((node_id) => node_of.get(node_id) ?? []);
  const ids = nodes.map(({ node_id }) => node_id);
  const interval_seconds = Math.max(1, ...nodes.map((node) => node.interval_seconds));
  const expected_rows = nodes.reduce((sum, node) => sum + expectedCount(node, question, 0), 0);
  const choice = chooseSeries({
    ...question,
    ...facts,
    points: POINTS,
    interval_seconds,
    expected_rows,
    time_zone: UTC,
  });
  const width_ms = choice.bucket_seconds * 1000;
  const span = {
    from: new Date(bucketStart(from.getTime(), choice.bucket_seconds)),
    to: new Date(bucketStart(to.getTime() - 1, choice.bucket_seconds) + width_ms),
  };
  const plan = planFigures({ ...question, ...facts, expected_rows, exact_rows_max: EXACT_ROWS.node });
  const [{ rows }, sums, percentiles] = await Promise.all([
    rowsQuery(ids, span, choice, facts).execute(db),
    listSums(db, ids, plan),
    listRangePercentiles(db, ids, plan),
  ]);
  const rows_of = Map.groupBy(rows, ({ node_id }) => node_id);
  const sums_of = new Map(sums.map((row) => [row.node_id, row]));
  const percentiles_of = new Map(percentiles.map((row) => [row.node_id, row]));
  const starts = bucketStarts(span.from.getTime(), Math.min(span.to.getTime(), now.getTime()), choice.bucket_seconds);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    time_zone: "UTC",
    as_of: now.toISOString(),
    source: choice.source,
    reason: choice.reason,
    start: span.from.toISOString(),
    bucket_seconds: choice.bucket_seconds,
    bucket_count: starts.length,
    percentiles: percentileMethod(!isMerged(choice)),
    figures_sources: sourcesOf(plan),
    figures_percentiles: percentileMethod(plan.exact),
    nodes: nodes.map((node) => {
      const own = sums_of.get(node.node_id);
      const expected = expectedCount(node, question, own?.n ?? 0);
      return comparedNode(node, starts, width_ms, now, {
        rows: new Map(rows_of.get(node.node_id)?.map((row) => [Date.parse(row.time), row])),
        figures: figuresOf(own, percentiles_of.get(node.node_id), expected),
      });
    }),
    unknown_ids: node_ids.filter((node_id) => !node_of.has(node_id)),
  };
};
