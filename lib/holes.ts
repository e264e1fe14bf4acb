import type { Aggregate } from "./model/storage.ts";

/**
 * A stretch below the watermark that is not materialized as its source has it. `next_run`: the policy's window reaches
 * it. `never`: it lies before that window, so no scheduled run does. `no_policy`: nothing refreshes it by itself.
 */
export type Hole = { from_ms: number; to_ms: number; reach: "next_run" | "never" | "no_policy" };

type Stretch = { from_ms: number; to_ms: number };

const merge = (stretches: Stretch[]): Stretch[] => {
  const merged: Stretch[] = [];
  for (const next of stretches.toSorted((a, b) => a.from_ms - b.from_ms)) {
    const last = merged.at(-1);
    // Logs end at the last microsecond of a bucket: a millisecond between two is none.
    if (last && next.from_ms <= last.to_ms + 1) last.to_ms = Math.max(last.to_ms, next.to_ms);
    else merged.push({ ...next });
  }
  return merged;
};

/**
 * The holes of an aggregate, oldest first: what waits for a refresh, between the oldest chunk of its source (before it
 * there is nothing to refresh from) and the watermark (after it nothing is promised yet). null: this server or role does
 * not tell what waits. It knows of whole buckets at most, and nothing of rows that were dropped from the source.
 */
export function holesOf(aggregate: Aggregate, now_ms: number): Hole[] | null {
  const { pending, materialized_until, source_from, window, bucket_seconds } = aggregate;
  if (pending === null || materialized_until === null) return null;
  if (source_from === null) return [];
  const until = Date.parse(materialized_until);
  const least = Date.parse(source_from);
  const bucket_ms = (bucket_seconds ?? 0) * 1000;
  const floor = (ms: number) => (bucket_ms > 0 ? Math.floor(ms / bucket_ms) * bucket_ms : ms);
  const ceil = (ms: number) => (bucket_ms > 0 ? Math.ceil(ms / bucket_ms) * bucket_ms : ms);
  const clipped = pending.flatMap((range): Stretch[] => {
    // A chunk that is dropped is noted up to and with its end, where the oldest chunk that remains begins.
    if (range.to !== null && Date.parse(range.to) <= least) return [];
    const from_ms = Math.max(least, range.from === null ? least : floor(Date.parse(range.from)));
    const to_ms = Math.min(until, range.to === null ? until : ceil(Date.parse(range.to) + 0.001));
    return from_ms < to_ms ? [{ from_ms, to_ms }] : [];
  });
  const reached_ms =
    window === null ? null : window.start_seconds === null ? -Infinity : now_ms - window.start_seconds * 1000;
  return merge(clipped).flatMap(({ from_ms, to_ms }): Hole[] => {
    if (reached_ms === null) return [{ from_ms, to_ms, reach: "no_policy" }];
    const split = Math.min(to_ms, Math.max(from_ms, ceil(reached_ms)));
    const before: Hole[] = split > from_ms ? [{ from_ms, to_ms: split, reach: "never" }] : [];
    return split < to_ms ? [...before, { from_ms: split, to_ms, reach: "next_run" }] : before;
  });
}
