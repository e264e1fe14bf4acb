import type { ChunkState, Job } from "./model/storage.ts";

/** A line that a policy draws on the time axis: chunks that end before it are due. */
export type PolicyEdge = { kind: "compression" | "retention"; time_ms: number; job_id: number; after_seconds: number };

export type ChunkTone = "row" | "compressed" | "partial";

/** How a chunk is drawn: both "partial" and "unordered" hold rows that arrived after compression. */
export function chunkTone(state: ChunkState): ChunkTone {
  if (state === "row") return "row";
  return state === "partial" || state === "unordered" || state === "partial_unordered" ? "partial" : "compressed";
}

export const CHUNK_STATE_WORDS: Record<ChunkState, string> = {
  row: "row",
  compressed: "compressed",
  partial: "compressed, partial",
  unordered: "compressed, unordered",
  partial_unordered: "compressed, partial, unordered",
  unknown_compressed: "compressed, details unknown",
};

/** Where compression and retention policies of these hypertables act now. A policy whose setting is not an interval is left out. */
export function policyEdges(jobs: Job[], hypertable_names: string[], now_ms: number): PolicyEdge[] {
  return jobs.flatMap((job) => {
    if (job.kind !== "compression" && job.kind !== "retention") return [];
    if (job.target === null || !hypertable_names.includes(bareName(job.target))) return [];
    const after_seconds = intervalSeconds(job.config?.[job.kind === "compression" ? "compress_after" : "drop_after"]);
    if (after_seconds === null) return [];
    return [{ kind: job.kind, time_ms: now_ms - after_seconds * 1000, job_id: job.job_id, after_seconds }];
  });
}

/** "public.metrics" is "metrics". */
export const bareName = (name: string) => name.split(".").at(-1) ?? name;

const UNITS: Record<string, number> = {
  year: 31_557_600,
  mon: 2_629_800,
  month: 2_629_800,
  week: 604_800,
  day: 86_400,
  hour: 3600,
  min: 60,
  minute: 60,
  sec: 1,
  second: 1,
};

/** Seconds of an interval as PostgreSQL prints it ("3 days", "1 mon 02:30:00"), a month counted as 30.44 days; null when it is none. */
export function intervalSeconds(interval: unknown): number | null {
  if (typeof interval !== "string") return null;
  let seconds = 0;
  let rest = interval.trim();
  const clock = /(-?)(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(rest);
  if (clock) {
    seconds += (clock[1] ? -1 : 1) * (Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4]));
    rest = rest.slice(0, clock.index).trim();
  }
  for (const [, amount, unit = ""] of rest.matchAll(/(-?[\d.]+) ([a-z]+)/g)) {
    const factor = UNITS[unit] ?? UNITS[unit.replace(/s$/, "")];
    if (factor === undefined) return null;
    seconds += Number(amount) * factor;
  }
  return clock || /\d/.test(rest) ? seconds : null;
}
