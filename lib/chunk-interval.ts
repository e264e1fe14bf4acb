import { formatBytes, formatCount, formatDuration, formatPercent } from "./format.ts";
import type { MemoryFacts } from "./model/storage-detail.ts";

/** Where the rule comes from. */
export const INTERVAL_RULE = {
  text: "The indexes of all chunks that take rows at the same time should fit into a quarter of the machine's memory, which is what shared_buffers usually is.",
  title: "Tiger Data: Size hypertable chunks",
  url: "https://www.tigerdata.com/docs/learn/hypertables/sizing-hypertable-chunks",
} as const;

const HOUR = 3600;
const DAY = 86_400;
const STEPS = [HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY];

/** From here on the planner feels the number of chunks of one hypertable. */
const MANY_CHUNKS = 1000;

export type IntervalAdvice = {
  /** `keep`: it fits. `shorter`: the indexes outgrow the memory. `longer`: there are many small chunks. */
  verdict: "keep" | "shorter" | "longer" | "unknown";
  suggested_seconds: number | null;
  /** Index bytes of one chunk at the present interval, at the rate of the newest whole chunk. */
  chunk_index_bytes: number | null;
  /** What is left for them. */
  budget_bytes: number | null;
  reasons: string[];
};

type Facts = { memory: MemoryFacts; chunk_interval_seconds: number | null; chunk_count: number };

const unknown = (reason: string): IntervalAdvice => ({
  verdict: "unknown",
  suggested_seconds: null,
  chunk_index_bytes: null,
  budget_bytes: null,
  reasons: [reason],
});

/** Judges a chunk interval by INTERVAL_RULE, from the newest chunk that is whole. */
export function adviseInterval({ memory, chunk_interval_seconds: interval, chunk_count }: Facts): IntervalAdvice {
  const { shared_buffers_bytes: shared, whole_chunk_index_bytes: index, whole_chunk_seconds: whole } = memory;
  if (interval === null) return unknown("It is partitioned by an integer, whose pace in time is not known.");
  if (shared === null) return unknown("This role may not read shared_buffers.");
  if (index === null || whole === null || whole === 0)
    return unknown("No chunk has ended yet, so its size is not known.");
  const budget = Math.max(shared * 0.1, shared - memory.other_active_index_bytes);
  const rate = index / whole;
  const needed = rate * interval;
  const fitting = rate === 0 ? STEPS.at(-1)! : (STEPS.findLast((step) => step * rate <= budget) ?? HOUR);
  const others =
    memory.other_active_count === 0
      ? ""
      : `, of which ${formatCount(memory.other_active_count)} other ${memory.other_active_count === 1 ? "hypertable takes" : "hypertables take"} ${formatBytes(memory.other_active_index_bytes)}`;
  const reasons = [
    `A chunk of ${formatDuration(interval)} has ${formatBytes(needed)} of indexes, ${formatPercent((needed / budget) * 100)} of the ${formatBytes(budget)} there is for it.`,
    `shared_buffers is ${formatBytes(shared)}${others}.`,
  ];
  const found = { chunk_index_bytes: needed, budget_bytes: budget };
  if (needed > budget)
    return {
      ...found,
      verdict: "shorter",
      suggested_seconds: Math.min(fitting, interval),
      reasons: [
        ...reasons,
        "Ingest then reads index pages back from disk. It changes new chunks only; more memory would do as well.",
      ],
    };
  const longer = STEPS.find((step) => step >= interval * (chunk_count / MANY_CHUNKS) * 2);
  if (chunk_count > MANY_CHUNKS && longer !== undefined && longer > interval && longer <= fitting)
    return {
      ...found,
      verdict: "longer",
      suggested_seconds: longer,
      reasons: [
        ...reasons,
        `With ${formatCount(chunk_count)} chunks, planning takes longer than reading. It changes new chunks only.`,
      ],
    };
  return { ...found, verdict: "keep", suggested_seconds: null, reasons };
}
