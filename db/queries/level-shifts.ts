import { type Kysely, sql } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { detectorQuality, planShifts } from "#lib/level-shift-plan.ts";
import { findLevelShifts, LEVEL_VALUES_MIN } from "#lib/level-shifts.ts";
import type { LevelShift, LevelShifts } from "#lib/model/level-shift.ts";
import { UTC } from "#lib/time-zone.ts";
import type { Database } from "../schema/index.ts";
import type { NodeQuestion } from "./node-plan.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts, type RollupFacts } from "./rollup-facts.ts";
import { bucketOf, type Grid, gridOf, seriesRows } from "./series-rows.ts";

/** Shifts listed at most, the newest. */
export const SHIFTS_MAX = 100;

type MedianRow = { time: string; latency_ms_p50: number | null };

const mediansOfMeasurements = (node_id: string, grid: Grid) => sql<MedianRow>`
  SELECT ${bucketOf(grid)} AS time, percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_ms) AS latency_ms_p50
  FROM metrics
  WHERE node_id = ${node_id} AND latency_ms IS NOT NULL
    AND time >= ${grid.from}::timestamptz AND time < ${grid.to}::timestamptz
  GROUP BY 1`;

/** Exact medians of the buckets with a reply, oldest first. */
const listMedians = async (
  db: Kysely<Database>,
  node_id: string,
  { grid, choice, facts }: { grid: Grid; choice: Parameters<typeof seriesRows>[2]; facts: RollupFacts },
): Promise<{ time_ms: number; latency_ms: number }[]> => {
  const query =
    choice.source === "metrics" ? mediansOfMeasurements(node_id, grid) : seriesRows([node_id], grid, choice, facts);
  const { rows } = await query.execute(db);
  return (rows as MedianRow[])
    .flatMap(({ time, latency_ms_p50 }) =>
      latency_ms_p50 === null ? [] : { time_ms: Date.parse(time), latency_ms: latency_ms_p50 },
    )
    .toSorted((a, b) => a.time_ms - b.time_ms);
};

/**
 * When the level of a node's latency shifted in [from, to): newest first, `SHIFTS_MAX` at most. Reads exact medians of
 * buckets, from measurements while they are kept and few enough, else from hours or days. Four queries. Unknown node:
 * FiberError not_found.
 */
export const getLevelShifts = async (db: Kysely<Database>, question: NodeQuestion): Promise<LevelShifts> => {
  const { node_id, now } = question;
  const [node, facts] = await Promise.all([getNode(db, node_id), getRollupFacts(db, question)]);
  const expected_rows = expectedCount(node, question, 0);
  const plan = planShifts({ ...question, ...facts, expected_rows, interval_seconds: node.interval_seconds });
  const choice = { ...plan, time_zone: UTC, exact: true };
  const grid = gridOf(question, choice);
  const medians = await listMedians(db, node_id, { grid, choice, facts });
  const found = findLevelShifts(Float64Array.from(medians, ({ latency_ms }) => latency_ms)).map(
    ({ index, before, after }): LevelShift => ({
      time: new Date(medians[index]!.time_ms).toISOString(),
      latency_ms_before: before,
      latency_ms_after: after,
      change_ms: after - before,
    }),
  );
  const shifts = found.toReversed().slice(0, SHIFTS_MAX);
  const until = { metrics: null, aggregates_hourly: facts.hourly_until, aggregates_daily: facts.daily_until };
  return {
    node_id,
    from: grid.from.toISOString(),
    to: grid.to.toISOString(),
    source: plan.source,
    reason: plan.reason,
    bucket_seconds: plan.bucket_seconds,
    fresh_until: until[plan.source]?.toISOString() ?? null,
    as_of: now.toISOString(),
    bucket_count: medians.length,
    level_buckets_min: LEVEL_VALUES_MIN,
    shifts,
    more: found.length - shifts.length,
    detector: detectorQuality(plan.bucket_seconds),
  };
};
