import type { CapacityBasis, StoreLifecycle, Measured, Scenario, Spread, Store } from "./model/capacity.ts";
import { MILLISECONDS, SECONDS } from "./units.ts";

const DAY = MILLISECONDS.day;
const NOTHING: Spread = { low: 0, mid: 0, high: 0 };
const LEVELS = ["low", "mid", "high"] as const;
type Level = (typeof LEVELS)[number];

const spread = (of: (level: Level) => number): Spread => ({ low: of("low"), mid: of("mid"), high: of("high") });
const plus = (a: Spread, b: Spread): Spread => spread((level) => a[level] + b[level]);

/** The lifecycle of a store under a scenario: what is asked for concerns measurements, rollups keep theirs. */
export const lifecycleOf = (store: Store, scenario: Scenario): StoreLifecycle =>
  store.kind === "measurements" ? scenario : store;

/** Rows a day of one node under a scenario: as measured, at another interval in proportion. */
export const rowsPerNodeDay = (basis: CapacityBasis, scenario: Scenario): Spread => {
  const promised = SECONDS.day / scenario.interval_seconds;
  const measured = basis.rows_per_node_day;
  if (measured === null) return spread(() => promised);
  return spread((level) => (measured[level] * basis.interval_seconds) / scenario.interval_seconds);
};

/** Bytes that one day of all nodes takes in a store, hot and warm. `warm_measured` false: nothing compressed was seen. */
export type DailyBytes = { hot: Spread; warm: Spread; warm_measured: boolean };

/**
 * What a day adds. Measurements follow nodes and interval; a rollup follows the nodes, its buckets stay. Where no
 * compressed chunk was measured, warm is taken as hot, which is too much rather than too little.
 */
export const dailyBytes = (store: Store, basis: CapacityBasis, scenario: Scenario): DailyBytes => {
  const interval = store.kind === "measurements" ? basis.interval_seconds / scenario.interval_seconds : 1;
  const scale = scenario.nodes * interval;
  const of = (measured: Measured | null): Spread | null => measured && spread((level) => measured[level] * scale);
  const hot = of(store.hot_bytes_per_node_day);
  const warm = of(store.warm_bytes_per_node_day);
  return { hot: hot ?? warm ?? NOTHING, warm: warm ?? hot ?? NOTHING, warm_measured: warm !== null };
};

type Plan = { lifecycle: StoreLifecycle; daily: DailyBytes; now_ms: number; ends_ms: number; first_end_ms: number };

/** Where the newest chunk ends, and where the one after it will: TimescaleDB cuts time at multiples of the interval. */
const planOf = (store: Store, basis: CapacityBasis, scenario: Scenario): Plan => {
  const now_ms = Date.parse(basis.as_of);
  const lifecycle = lifecycleOf(store, scenario);
  const chunk_ms = lifecycle.chunk_seconds * 1000;
  const ends_ms = Math.max(now_ms, ...store.chunks.map(({ to_ms }) => to_ms));
  const first_end_ms =
    lifecycle.chunk_seconds === store.chunk_seconds && ends_ms > now_ms
      ? ends_ms + chunk_ms
      : (Math.floor(ends_ms / chunk_ms) + 1) * chunk_ms;
  return { lifecycle, daily: dailyBytes(store, basis, scenario), now_ms, ends_ms, first_end_ms };
};

/** Bytes of a store, hot and warm apart. */
export type StoreSize = { hot: Spread; warm: Spread };

/** What is there now, at `at_ms`: chunks are compressed and dropped whole, and the newest one fills until it ends. */
const existingAt = (store: Store, plan: Plan, at_ms: number): StoreSize => {
  const { lifecycle, daily, now_ms } = plan;
  const before = (seconds: number | null) => (seconds === null ? Number.NEGATIVE_INFINITY : at_ms - seconds * 1000);
  const [dropped, compressed] = [before(lifecycle.retain_seconds), before(lifecycle.compress_after_seconds)];
  let [hot_bytes, warm_bytes, shrunk_bytes] = [0, 0, 0];
  let filling: { days: number; warm: boolean } | undefined;
  for (const chunk of store.chunks) {
    if (chunk.to_ms <= dropped) continue;
    const shrinks = !chunk.compressed && chunk.to_ms <= compressed;
    if (chunk.compressed) warm_bytes += chunk.bytes;
    else if (shrinks) shrunk_bytes += chunk.bytes;
    else hot_bytes += chunk.bytes;
    if (chunk.from_ms <= now_ms && chunk.to_ms > now_ms)
      filling = { days: (Math.min(at_ms, chunk.to_ms) - now_ms) / DAY, warm: shrinks || chunk.compressed };
  }
  const fill = (level: Level, warm: boolean) =>
    filling && filling.warm === warm ? filling.days * daily[warm ? "warm" : "hot"][level] : 0;
  const ratio = (level: Level) => (daily.hot[level] > 0 ? daily.warm[level] / daily.hot[level] : 1);
  return {
    hot: spread((level) => hot_bytes + fill(level, false)),
    warm: spread((level) => warm_bytes + shrunk_bytes * ratio(level) + fill(level, true)),
  };
};

/** What chunks to come hold at `at_ms`. */
const comingAt = ({ lifecycle, daily, ends_ms, first_end_ms }: Plan, at_ms: number): StoreSize => {
  const chunk_ms = lifecycle.chunk_seconds * 1000;
  /** The end of the last chunk that lies wholly before `age` ago. */
  const cut = (seconds: number | null): number => {
    const edge_ms = seconds === null ? Number.NEGATIVE_INFINITY : at_ms - seconds * 1000;
    return edge_ms < first_end_ms ? ends_ms : first_end_ms + Math.floor((edge_ms - first_end_ms) / chunk_ms) * chunk_ms;
  };
  if (at_ms <= ends_ms) return { hot: NOTHING, warm: NOTHING };
  const alive_from = cut(lifecycle.retain_seconds);
  const warm_until = Math.max(alive_from, cut(lifecycle.compress_after_seconds));
  const [warm_days, hot_days] = [(warm_until - alive_from) / DAY, (at_ms - warm_until) / DAY];
  return {
    hot: spread((level) => hot_days * daily.hot[level]),
    warm: spread((level) => warm_days * daily.warm[level]),
  };
};

/** A function that tells the size of a store at any time from now on. */
export const storeSizer = (store: Store, basis: CapacityBasis, scenario: Scenario): ((at_ms: number) => StoreSize) => {
  const plan = planOf(store, basis, scenario);
  return (at_ms) => {
    const [there, coming] = [existingAt(store, plan, at_ms), comingAt(plan, at_ms)];
    return { hot: plus(there.hot, coming.hot), warm: plus(there.warm, coming.warm) };
  };
};

/** What is in no store: it goes on as the samples of the last days say, and never below nothing. */
const otherAt = ({ other_bytes, other_bytes_per_day, as_of }: CapacityBasis, at_ms: number): number =>
  Math.max(0, other_bytes + ((other_bytes_per_day ?? 0) * (at_ms - Date.parse(as_of))) / DAY);

/** What is there now: the database, or where its size may not be asked, the stores. */
export const sizeNow = ({ database_bytes, stores }: CapacityBasis): number =>
  database_bytes ?? stores.reduce((sum, { total_bytes }) => sum + total_bytes, 0);

/** A function that tells the size of the whole database at any time from now on. */
export const databaseSizer = (basis: CapacityBasis, scenario: Scenario): ((at_ms: number) => Spread) => {
  const stores = basis.stores.map((store) => ({
    parent: store.parent_bytes,
    size: storeSizer(store, basis, scenario),
  }));
  return (at_ms) =>
    stores.reduce(
      (sum, { parent, size }) => {
        const { hot, warm } = size(at_ms);
        return spread((level) => sum[level] + hot[level] + warm[level] + parent);
      },
      spread(() => otherAt(basis, at_ms)),
    );
};

/** Whether any chunk told what a day takes; without one there is nothing to project from. */
export const isMeasured = ({ stores }: CapacityBasis): boolean =>
  stores.some((store) => store.hot_bytes_per_node_day !== null || store.warm_bytes_per_node_day !== null);

/** The database on one day to come. */
export type ProjectedDay = { time_ms: number } & Spread;

const daysUntil = (basis: CapacityBasis, until_ms: number): number =>
  Math.max(1, Math.ceil((until_ms - Date.parse(basis.as_of)) / DAY));

const MOST_POINTS = 400;

/** A day; in a longer view several, in whole chunks, so that every point stands at the same place of a chunk's life. */
const stepDays = (days: number, chunk_seconds: number): number => {
  const chunk_days = Math.max(1, Math.ceil(chunk_seconds / SECONDS.day));
  return days <= MOST_POINTS ? 1 : Math.ceil(days / MOST_POINTS / chunk_days) * chunk_days;
};

/** The database from now until the end of the scenario: a value a day, at most 400. */
export const project = (basis: CapacityBasis, scenario: Scenario): ProjectedDay[] => {
  const size = databaseSizer(basis, scenario);
  const now_ms = Date.parse(basis.as_of);
  const days = daysUntil(basis, scenario.until_ms);
  const step = stepDays(days, scenario.chunk_seconds);
  return Array.from({ length: Math.ceil(days / step) + 1 }, (_, i) => {
    const time_ms = Math.min(now_ms + i * step * DAY, scenario.until_ms);
    return { time_ms, ...size(time_ms) };
  });
};

/** Longest time that a disk is looked at, and the longest of a projection. */
export const LONGEST_DAYS = 3650;

/** When a disk is full: in how many days, at the earliest and at the latest; null: not within ten years, or as far as was looked. */
export type FullIn = { earliest_days: number | null; expected_days: number | null; latest_days: number | null };

/** Days until the database first reaches `disk_bytes`, by whole days, within `most_days`. 0: it does already. */
export const fullIn = (
  basis: CapacityBasis,
  scenario: Scenario,
  disk_bytes: number,
  most_days: number = LONGEST_DAYS,
): FullIn => {
  const size = databaseSizer(basis, scenario);
  const now_ms = Date.parse(basis.as_of);
  const found: Record<Level, number | null> = { low: null, mid: null, high: null };
  for (let day = 0; day <= most_days && found.low === null; day += 1) {
    const bytes = size(now_ms + day * DAY);
    for (const level of LEVELS) if (bytes[level] >= disk_bytes) found[level] ??= day;
  }
  return { earliest_days: found.high, expected_days: found.mid, latest_days: found.low };
};

/** When the disk of the scenario is full; null: it has none, or nothing is measured that could be projected. */
export const diskFull = (basis: CapacityBasis, scenario: Scenario): FullIn | null => {
  const { disk_bytes } = scenario;
  if (disk_bytes === null || (sizeNow(basis) < disk_bytes && !isMeasured(basis))) return null;
  return fullIn(basis, scenario, disk_bytes);
};

/** How old rows are when chunks are compressed and dropped: a row waits for the rest of its chunk. */
export type WholeChunks = { hot_days: [number, number] | null; kept_days: [number, number] | null };

/** "Hot rows 3 to 10 d, kept 90 to 97 d" for weekly chunks, 3 d and 90 d; null: never compressed, never dropped. */
export const wholeChunks = ({ chunk_seconds, compress_after_seconds, retain_seconds }: StoreLifecycle): WholeChunks => {
  const range = (seconds: number | null): [number, number] | null =>
    seconds === null ? null : [seconds / SECONDS.day, (seconds + chunk_seconds) / SECONDS.day];
  return { hot_days: range(compress_after_seconds), kept_days: range(retain_seconds) };
};
