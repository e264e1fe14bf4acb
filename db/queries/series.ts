import type { Kysely } from "kysely";
import { coverageOf, expectedCount } from "#lib/coverage.ts";
import type { Series } from "#lib/model/series.ts";
import { chooseSeries, DEFAULT_POINTS, percentileMethod } from "#lib/resolution.ts";
import type { SeriesWish } from "#lib/series-wish.ts";
import { UTC } from "#lib/time-zone.ts";
import type { Database } from "../schema/index.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts } from "./rollup-facts.ts";
import { gridOf, seriesRows } from "./series-rows.ts";
import { fillGaps } from "./series-points.ts";

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
  const grid = gridOf(question, choice);
  const { rows } = await seriesRows([node_id], grid, choice, facts).execute(db);
  const filled = fillGaps(rows, grid, [node], now);
  const measurement_count = filled.reduce((sum, point) => sum + point.count, 0);
  const expected_count = filled.reduce((sum, point) => sum + point.expected_count, 0);
  const until = { metrics: null, aggregates_hourly: facts.hourly_until, aggregates_daily: facts.daily_until };
  return {
    node_id,
    from: grid.from.toISOString(),
    to: grid.to.toISOString(),
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
