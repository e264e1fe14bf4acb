import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { contentKey, findImport } from "#db/writes/datasets.ts";
import { findRetention } from "#db/writes/retention.ts";
import type { TimeRange } from "#db/writes/refresh.ts";
import type { Checked } from "./check.ts";
import type { OldRows } from "./summary.ts";

/** A checked file, and by how much it is moved. */
export type Planned = { checked: Checked; content_key: string; shift_seconds: number; shift_reused: boolean };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days without rows that do not part two ranges: a refresh goes by the week, and costs little where nothing changed. */
const GAP_DAYS = 7;

/**
 * The days (UTC) in which the files have rows once they are moved, as ranges in order, near ones joined. One stray old
 * row makes a range of its own and not one of all the time between.
 */
export const listRanges = (files: readonly Planned[]): TimeRange[] => {
  const hours = files.flatMap(({ checked, shift_seconds }) =>
    [...checked.rows_per_hour.keys()].map((hour) => hour + shift_seconds * 1000),
  );
  // An hour that was moved may lie in two days.
  const days = new Set(hours.flatMap((hour) => [Math.floor(hour / DAY_MS), Math.floor((hour + HOUR_MS - 1) / DAY_MS)]));
  const ranges: { from: number; to: number }[] = [];
  for (const day of [...days].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && day - last.to < GAP_DAYS) last.to = day + 1;
    else ranges.push({ from: day, to: day + 1 });
  }
  return ranges.map(({ from, to }) => ({ from: new Date(from * DAY_MS), to: new Date(to * DAY_MS) }));
};

/**
 * By how much each file is moved. Content that was moved by an earlier import keeps that shift, so that importing it
 * again changes nothing; the other files move together, so that the newest row among them is at `now`.
 */
export const planShifts = async (
  db: Kysely<Database>,
  files: readonly Checked[],
  shift_to_now: boolean,
  now: number,
): Promise<Planned[]> => {
  const planned = await Promise.all(
    files.map(async (checked) => {
      const content_key = contentKey(checked.content_sha256, shift_to_now);
      const earlier = shift_to_now ? await findImport(db, content_key) : undefined;
      return { checked, content_key, shift_seconds: earlier?.shift_seconds ?? 0, shift_reused: earlier !== undefined };
    }),
  );
  if (!shift_to_now) return planned;
  const newest = Math.max(
    ...planned.filter((file) => !file.shift_reused).map(({ checked }) => checked.last_time ?? -Infinity),
  );
  const shift_seconds = Number.isFinite(newest) ? Math.floor((now - newest) / 1000) : 0;
  return planned.map((file) => (file.shift_reused ? file : { ...file, shift_seconds }));
};

/** The rows that lie beyond the retention in force once they are moved; null when there are none, or no policy. */
export const findOldRows = async (db: Kysely<Database>, files: readonly Planned[]): Promise<OldRows | null> => {
  const retention = await findRetention(db);
  if (!retention) return null;
  let rows = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const { checked, shift_seconds } of files) {
    const limit = retention.dropped_before - shift_seconds * 1000;
    if (checked.first_time === null || checked.last_time === null || checked.first_time >= limit) continue;
    for (const [hour, count] of checked.rows_per_hour) if (hour < limit) rows += count;
    first = Math.min(first, checked.first_time + shift_seconds * 1000);
    last = Math.max(last, Math.min(checked.last_time + shift_seconds * 1000, retention.dropped_before));
  }
  if (rows === 0) return null;
  const { drop_after, next_start } = retention;
  return {
    rows,
    first_time: new Date(first).toISOString(),
    last_time: new Date(last).toISOString(),
    drop_after,
    next_start,
  };
};
