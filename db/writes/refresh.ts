import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { findRetention } from "./retention.ts";

/** A range of time, its end not included. */
export type TimeRange = { from: Date; to: Date };

export type RefreshProgress = { done: number; total: number; relation: string };

export type RefreshResult = {
  /** Slices of time that were refreshed in every aggregate. */
  slices: number;
  /**
   * Days (UTC, ISO dates) that were left as they are: measurements that they rest on are dropped already, and a
   * refresh would drop them from the aggregates too.
   */
  kept_days: string[];
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SLICE_MS = 7 * DAY_MS;

/** In the order of their dependence: the daily histogram is built on the hourly one. */
export const AGGREGATES = [
  { relation: "aggregates_hourly", bucket_ms: HOUR_MS },
  { relation: "aggregates_hourly_latency", bucket_ms: HOUR_MS },
  { relation: "aggregates_daily", bucket_ms: DAY_MS },
  { relation: "aggregates_daily_latency", bucket_ms: DAY_MS },
] as const;

const floorTo = (time: number, step: number): number => Math.floor(time / step) * step;
const ceilTo = (time: number, step: number): number => Math.ceil(time / step) * step;
const literal = (time: number): string => `'${new Date(time).toISOString()}'::timestamptz`;

type Slice = { from: number; to: number };

/** Cuts [from, to) into slices of at most `step`, along multiples of a day. */
const cut = ({ from, to }: Slice, step: number): Slice[] => {
  const slices: Slice[] = [];
  for (let at = from; at < to; at = floorTo(at + step, DAY_MS))
    slices.push({ from: at, to: Math.min(floorTo(at + step, DAY_MS), to) });
  return slices;
};

/** The parts of a range, widened to whole days, in which measurements are stored. */
const listStoredParts = async (db: Kysely<Database>, range: TimeRange): Promise<Slice[]> => {
  const from = floorTo(range.from.getTime(), DAY_MS);
  const to = ceilTo(range.to.getTime(), DAY_MS);
  const { rows } = await sql<{ range_start: string; range_end: string }>`
    SELECT range_start, range_end FROM timescaledb_information.chunks
    WHERE hypertable_schema = 'public' AND hypertable_name = 'metrics'
      AND range_end > ${new Date(from).toISOString()}::timestamptz
      AND range_start < ${new Date(to).toISOString()}::timestamptz
    ORDER BY range_start`.execute(db);
  const parts: Slice[] = [];
  for (const row of rows) {
    const start = Math.max(floorTo(Date.parse(row.range_start), DAY_MS), from);
    const end = Math.min(ceilTo(Date.parse(row.range_end), DAY_MS), to);
    const last = parts.at(-1);
    if (last && start <= last.to) last.to = Math.max(last.to, end);
    else if (start < end) parts.push({ from: start, to: end });
  }
  return parts;
};

/** Days whose daily figures rest on more measurements than are stored now. */
const listKeptDays = async (db: Kysely<Database>, { from, to }: Slice): Promise<number[]> => {
  const { rows } = await sql<{ bucket: string }>`
    SELECT DISTINCT d.bucket
    FROM aggregates_daily d
    LEFT JOIN (
      SELECT time_bucket(INTERVAL '1 day', time) AS bucket, node_id, count(*) AS stored
      FROM metrics WHERE time >= ${new Date(from).toISOString()}::timestamptz
                     AND time < ${new Date(to).toISOString()}::timestamptz
      GROUP BY 1, 2
    ) m ON m.bucket = d.bucket AND m.node_id = d.node_id
    WHERE d.bucket >= ${new Date(from).toISOString()}::timestamptz
      AND d.bucket < ${new Date(to).toISOString()}::timestamptz
      AND d.measurement_count > coalesce(m.stored, 0)
    ORDER BY d.bucket`.execute(db);
  return rows.map((row) => Date.parse(row.bucket));
};

/** A slice without some of its days. */
const without = ({ from, to }: Slice, days: readonly number[]): Slice[] => {
  const parts: Slice[] = [];
  let at = from;
  for (const day of days) {
    if (day > at) parts.push({ from: at, to: day });
    at = Math.max(at, day + DAY_MS);
  }
  if (at < to) parts.push({ from: at, to });
  return parts;
};

const refreshSlice = async (db: Kysely<Database>, relation: string, { from, to }: Slice): Promise<void> => {
  // CALL refuses a transaction, and so it is sent alone and without parameters.
  await sql
    .raw(`CALL refresh_continuous_aggregate('public.${relation}', ${literal(from)}, ${literal(to)})`)
    .execute(db);
};

export type RefreshOptions = {
  on_progress?: (progress: RefreshProgress) => void;
  /** Longest slice in milliseconds, a week by default; at least a day. */
  slice_ms?: number;
  /** Called between two statements: may wait, or throw to stop. */
  between?: () => Promise<void>;
};

/**
 * Materializes all four aggregates over the buckets that `range` touches, oldest first, in slices. The bucket that is
 * still open (this hour, this day) is left out: queries fill it from measurements. Cheap where nothing has changed.
 * Days whose measurements retention has dropped in part keep their aggregates and are named in the result.
 * `db` signs in as the owner.
 */
export const refreshAggregates = async (
  db: Kysely<Database>,
  range: TimeRange,
  { on_progress, slice_ms = SLICE_MS, between }: RefreshOptions = {},
): Promise<RefreshResult> => {
  const dropped_before = (await findRetention(db))?.dropped_before ?? -Infinity;
  const slices = (await listStoredParts(db, range)).flatMap((part) => cut(part, slice_ms));
  const kept: number[] = [];
  const total = slices.length * AGGREGATES.length;
  let done = 0;
  for (const slice of slices) {
    const days = slice.from < dropped_before ? await listKeptDays(db, slice) : [];
    kept.push(...days);
    for (const { relation, bucket_ms } of AGGREGATES) {
      const end = floorTo(Date.now(), bucket_ms);
      for (const part of without(slice, days)) {
        if (part.from < end) await refreshSlice(db, relation, { from: part.from, to: Math.min(part.to, end) });
        await between?.();
      }
      done += 1;
      on_progress?.({ done, total, relation });
    }
  }
  return { slices: slices.length, kept_days: kept.map((day) => new Date(day).toISOString().slice(0, 10)) };
};
