import type { Chunk, ChunkState, Job } from "./model/storage.ts";

const DAY_MS = 86_400_000;

/**
 * A chunk as a block on the time axis. `share`: its bytes of the most that a chunk of the lane has or had, 0 to 1;
 * `before_share`: the same of its size before compression, null when it is not compressed.
 */
export type LaneBlock = { chunk: Chunk; from_ms: number; to_ms: number; share: number; before_share: number | null };

export type Lane = { hypertable: string; blocks: LaneBlock[]; largest_bytes: number };

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

/** One lane per hypertable, those of measurements before those of aggregates, chunks oldest first. Chunks without a time range have no place and are left out. */
export function chunkLanes(chunks: Chunk[], name: (chunk: Chunk) => string = (chunk) => chunk.hypertable_name): Lane[] {
  const lanes = new Map<string, LaneBlock[]>();
  for (const chunk of chunks) {
    if (chunk.range_start === null || chunk.range_end === null) continue;
    const block = {
      chunk,
      from_ms: Date.parse(chunk.range_start),
      to_ms: Date.parse(chunk.range_end),
      share: 0,
      before_share: null,
    };
    lanes.set(name(chunk), [...(lanes.get(name(chunk)) ?? []), block]);
  }
  const rank = ([hypertable, blocks]: [string, LaneBlock[]]) =>
    `${blocks.every(({ chunk }) => chunk.aggregate_name === null) ? 0 : 1} ${hypertable}`;
  const ordered = [...lanes].toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return ordered.map(([hypertable, blocks]) => {
    const sizes = blocks.map(({ chunk }) => Math.max(chunk.total_bytes, chunk.before_compression_bytes ?? 0));
    const largest_bytes = Math.max(...sizes, 1);
    const placed = blocks.map((b) => ({
      ...b,
      share: b.chunk.total_bytes / largest_bytes,
      before_share: b.chunk.before_compression_bytes === null ? null : b.chunk.before_compression_bytes / largest_bytes,
    }));
    return { hypertable, largest_bytes, blocks: placed.toSorted((a, b) => a.from_ms - b.from_ms) };
  });
}

/** The time axis of lanes: from the oldest chunk, or the retention edge where that is older, to the newest chunk or now. */
export function laneRange(lanes: Lane[], edges: PolicyEdge[], now_ms: number): { from_ms: number; to_ms: number } {
  const blocks = lanes.flatMap((lane) => lane.blocks);
  const from = Math.min(now_ms - 7 * DAY_MS, ...blocks.map((b) => b.from_ms), ...edges.map((e) => e.time_ms));
  const to = Math.max(now_ms, ...blocks.map((b) => b.to_ms));
  return { from_ms: from - (to - from) * 0.01, to_ms: to };
}

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
