import type { FiberError } from "#lib/errors.ts";
import type { BatchFacts, IngestObserver } from "#lib/model/ingest.ts";
import type { IngestCounts, IngestRejection, IngestSource } from "#lib/model/ingest-activity.ts";
import { addCounts, BATCH_MS_BOUNDS, binOf, noCounts } from "./activity.ts";
import { KEPT_TEXT_MAX_LENGTH, keptText } from "./kept-text.ts";
import type { Refusal } from "./parser.ts";
import { countedField, reasonOf } from "./reason.ts";

/** Refused lines of a source that are kept until the tally is taken; all are counted. */
export const KEPT_AT_ONCE = 50;
/** Minutes of sources that wait to be stored, and conflicts; what is more is given up. */
const WAITING_MAX = 5_000;
const MINUTE_MS = 60_000;

/** A source's minute (epoch milliseconds of its start). */
export type MinuteTally = {
  source: IngestSource;
  minute: number;
  counts: IngestCounts;
  rejections: Map<string, IngestRejection>;
};

export type TalliedReject = {
  source: IngestSource;
  rejected_at: number;
  format: string;
  line: number;
  field: string;
  reason: string;
  message: string;
  text: string | null;
  text_length: number | null;
};

export type TalliedConflict = {
  source: IngestSource;
  node_name: string;
  region: string;
  other_region: string;
  rows: number;
  at: number;
};

/** What was counted since the tally was last taken. */
export type Tally = { minutes: MinuteTally[]; rejects: TalliedReject[]; conflicts: TalliedConflict[] };

/** Is told what a body or file of one source does. */
export type TallyObserver = Required<IngestObserver> & {
  /** At its end: undefined when it was taken whole, otherwise why not. */
  on_end: (error: FiberError | undefined) => void;
};

export type Tallier = {
  observe: (source: IngestSource, format: string) => TallyObserver;
  isEmpty: () => boolean;
  /** What was counted, which begins anew. */
  take: () => Tally;
  /** Counts again what could not be stored. */
  putBack: (tally: Tally) => void;
};

const keyOf = ({ kind, key }: IngestSource): string => `${kind} ${key}`;

const countsOf = (facts: BatchFacts): IngestCounts => {
  const batch_counts = noCounts().batch_counts;
  batch_counts[binOf(BATCH_MS_BOUNDS, facts.milliseconds)] = 1;
  return {
    ...noCounts(),
    batches: 1,
    accepted: facts.accepted,
    duplicates: facts.duplicates,
    nodes_created: facts.nodes_created,
    batch_ms_sum: facts.milliseconds,
    batch_ms_max: facts.milliseconds,
    batch_counts,
    lag_ms_sum: facts.lag_ms_sum,
    lag_ms_min: facts.lag_ms_min,
    lag_ms_max: facts.lag_ms_max,
    lag_counts: facts.lag_counts,
  };
};

const rejectOf = (source: IngestSource, format: string, { text, errors }: Refusal): TalliedReject => {
  const first = errors[0] ?? { line: 0, field: "line", message: "It was refused." };
  return {
    source,
    rejected_at: Date.now(),
    format,
    line: first.line,
    field: keptText(first.field).slice(0, 100),
    reason: reasonOf(first),
    message: keptText(errors.map(({ message }) => message).join(" ")),
    text: text === null ? null : keptText(text),
    text_length: text !== null && text.length > KEPT_TEXT_MAX_LENGTH ? text.length : null,
  };
};

class State {
  minutes = new Map<string, MinuteTally>();
  kept = new Map<string, TalliedReject[]>();
  conflicts = new Map<string, TalliedConflict>();

  minute(source: IngestSource, at: number): MinuteTally | undefined {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const key = `${minute} ${keyOf(source)}`;
    const found = this.minutes.get(key);
    if (found || this.minutes.size >= WAITING_MAX) return found;
    const made = { source, minute, counts: noCounts(), rejections: new Map() };
    this.minutes.set(key, made);
    return made;
  }

  reject(source: IngestSource, { field, reason, lines }: IngestRejection, at: number): void {
    const rejections = this.minute(source, at)?.rejections;
    const same = rejections?.get(`${field} ${reason}`);
    if (same) same.lines += lines;
    else rejections?.set(`${field} ${reason}`, { field, reason, lines });
  }

  /** The newest that is kept of each source stays when too many come. */
  keep(source: IngestSource, make: () => TalliedReject): void {
    const kept = this.kept.get(keyOf(source));
    if (!kept) this.kept.set(keyOf(source), [make()]);
    else if (kept.length < KEPT_AT_ONCE) kept.push(make());
  }

  conflict(conflict: TalliedConflict): void {
    const key = `${conflict.node_name}\0${conflict.other_region}`;
    const same = this.conflicts.get(key);
    if (same) {
      same.rows += conflict.rows;
      same.at = Math.max(same.at, conflict.at);
    } else if (this.conflicts.size < WAITING_MAX) this.conflicts.set(key, { ...conflict });
  }
}

const observeWith = (state: () => State, source: IngestSource, format: string): TallyObserver => ({
  on_batch: (facts) => {
    const at = Date.now();
    const minute = state().minute(source, at);
    if (minute) addCounts(minute.counts, countsOf(facts));
    for (const conflict of facts.region_conflicts) state().conflict({ ...conflict, source, at });
  },
  on_refused: (refusal) => {
    const at = Date.now();
    const minute = state().minute(source, at);
    if (minute) minute.counts.rejected += 1;
    const first = refusal.errors[0];
    if (first) state().reject(source, { field: countedField(first.field), reason: reasonOf(first), lines: 1 }, at);
    state().keep(source, () => rejectOf(source, format, refusal));
  },
  on_end: (error) => {
    const at = Date.now();
    const counts = state().minute(source, at)?.counts;
    if (error === undefined) {
      if (counts) counts.bodies += 1;
      return;
    }
    if (counts) counts.failed_bodies += 1;
    if (error.kind !== "invalid_input" && error.kind !== "too_large") return;
    state().keep(source, () => ({
      ...rejectOf(source, format, {
        text: null,
        errors: [{ line: error.line ?? 0, field: "body", message: error.message }],
      }),
      reason: "body",
    }));
  },
});

/** Counts what ingest does, in memory that is bounded, until it is stored. */
export const createTallier = (): Tallier => {
  let state = new State();
  return {
    observe: (source, format) => observeWith(() => state, source, format),
    isEmpty: () => state.minutes.size === 0 && state.kept.size === 0 && state.conflicts.size === 0,
    take: () => {
      const taken = state;
      state = new State();
      return {
        minutes: [...taken.minutes.values()],
        rejects: [...taken.kept.values()].flat(),
        conflicts: [...taken.conflicts.values()],
      };
    },
    putBack: ({ minutes, rejects, conflicts }) => {
      for (const { source, minute, counts, rejections } of minutes) {
        const into = state.minute(source, minute);
        if (into) addCounts(into.counts, counts);
        for (const rejection of rejections.values()) state.reject(source, rejection, minute);
      }
      for (const reject of rejects) state.keep(reject.source, () => reject);
      for (const conflict of conflicts) state.conflict(conflict);
    },
  };
};
