import { type Kysely, sql } from "kysely";
import { compressOldChunks } from "#db/writes/compress.ts";
import { refreshAggregates } from "#db/writes/refresh.ts";
import type { Database } from "#db/schema/index.ts";
import { HISTORY_DAYS } from "./fleet.ts";
import type { DemoRange } from "./dataset.ts";
import { type Demo, writeWindow } from "./window.ts";

const DAY = 1440;
const WEEK = 7 * DAY;
const DAY_MS = 86_400_000;
/** Minutes a transaction writes at first, at least and at most; in between it aims at TARGET_MS for each. */
const STEP = { first: 240, least: 30, most: 1440 } as const;
const TARGET_MS = 150;
/** What is written before the fleet is shown. */
const FIRST_MINUTES = 2 * DAY;

/** How a piece of work is spaced out. `pause` waits between two statements and throws when it is time to end. */
export type Pace = {
  pause: () => Promise<void>;
  on_progress: (progress: { done_days: number; total_days: number }) => void;
};

const rangeOf = (from: number, to: number) => ({ from: new Date(from * 60_000), to: new Date(to * 60_000) });

const refresh = (db: Kysely<Database>, from: number, to: number, { pause }: Pace) =>
  refreshAggregates(db, rangeOf(from, to), { slice_ms: DAY_MS, between: pause });

/** How many minutes the next transaction writes, by how long the last one took: the console waits no longer than that. */
const createStepper = () => {
  let minutes: number = STEP.first;
  return {
    minutes: () => minutes,
    time: async (work: () => Promise<unknown>): Promise<void> => {
      const started = performance.now();
      await work();
      const wanted = (minutes * TARGET_MS) / Math.max(performance.now() - started, 1);
      minutes = Math.round(Math.min(Math.max(wanted, minutes / 2, STEP.least), minutes * 2, STEP.most));
    },
  };
};

/** Writes [from, to) from the new end to the old, so that what is there has no hole at any moment. */
const writeBackward = async (
  db: Kysely<Database>,
  demo: Demo,
  from: number,
  to: number,
  pace: Pace,
  on_written?: (first: number) => void,
): Promise<void> => {
  const step = createStepper();
  for (let end = to; end > from;) {
    const start = Math.max(end - step.minutes(), from);
    await step.time(() => writeWindow(db, demo, start, end));
    end = start;
    on_written?.(start);
    await pace.pause();
  }
};

const writeForward = async (db: Kysely<Database>, demo: Demo, from: number, to: number, pace: Pace): Promise<void> => {
  const step = createStepper();
  for (let start = from; start < to;) {
    const end = Math.min(start + step.minutes(), to);
    await step.time(() => writeWindow(db, demo, start, end));
    start = end;
    await pace.pause();
  }
};

/** So that planner and console know how many rows there are. */
const analyze = (db: Kysely<Database>) => sql`ANALYZE public.metrics`.execute(db);

/**
 * Brings the newest measurements in, with their aggregates: two days for a new fleet; for one that stood still what
 * happened since, at most 90 days. `now` is a minute, not included. Afterwards the fleet can be shown.
 */
export const catchUp = async (
  db: Kysely<Database>,
  demo: Demo,
  range: DemoRange,
  now: number,
  pace: Pace,
): Promise<void> => {
  if (range === null) {
    const from = Math.floor((now - FIRST_MINUTES) / DAY) * DAY;
    await writeBackward(db, demo, from, now, pace);
    await refresh(db, from, now, pace);
    await analyze(db);
    return;
  }
  const from = Math.max(range.last + 1, now - HISTORY_DAYS * DAY);
  await writeForward(db, demo, from, now, pace);
  // Two days more than was written: the run before may have ended before its refresh.
  await refresh(db, from - 2 * DAY, now, pace);
};

/**
 * Completes the 90 days backwards from `range.first`, chunk by chunk: measurements, aggregates, compression. May be cut
 * off anywhere; called again with the range that the dataset has by then, it goes on. `now` is a minute.
 */
export const backfill = async (
  db: Kysely<Database>,
  demo: Demo,
  range: { first: number; last: number },
  now: number,
  pace: Pace,
): Promise<void> => {
  const oldest = now - HISTORY_DAYS * DAY;
  let told = -1;
  const tell = (first: number): void => {
    const done_days = Math.min(Math.floor((now - first) / DAY), HISTORY_DAYS);
    if (done_days === told) return;
    told = done_days;
    pace.on_progress({ done_days, total_days: HISTORY_DAYS });
  };
  tell(range.first);
  // The week that a run before may have left half refreshed or uncompressed.
  if (range.first > oldest) await finishWeek(db, range.first, Math.min(range.first + WEEK, now), pace);
  let end = range.first;
  while (end > oldest) {
    const start = Math.max(Math.floor((end - 1) / WEEK) * WEEK, oldest);
    // The last day counts once it is finished with all the rest.
    await writeBackward(db, demo, start, end, pace, (first) => tell(Math.max(first, oldest + 1)));
    await finishWeek(db, start, end, pace);
    end = start;
  }
  await compressOldChunks(db, rangeOf(oldest - WEEK, now), { between: pace.pause });
  await analyze(db);
  tell(oldest);
};

const finishWeek = async (db: Kysely<Database>, start: number, end: number, pace: Pace): Promise<void> => {
  await refresh(db, start, end, pace);
  // A chunk that reaches below what is written is compressed when it is whole.
  const whole = Math.ceil(start / WEEK) * WEEK;
  if (whole < end) await compressOldChunks(db, rangeOf(whole, end), { between: pace.pause });
};
