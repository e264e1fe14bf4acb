import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { contentKey, findImport } from "#db/writes/datasets.ts";
import { findRetention } from "#db/writes/retention.ts";
import type { Checked } from "./check.ts";
import type { OldRows } from "./summary.ts";

/** A checked file, and by how much it is moved. */
export type Planned = { checked: Checked; content_key: string; shift_seconds: number; shift_reused: boolean };

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
