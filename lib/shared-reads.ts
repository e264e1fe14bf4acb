/**
 * How long a reading serves whoever asks: so long that of five viewers, asking every 10 to 30 s, one asks in each such
 * time. Fifty then cost no more.
 */
export const SHARE_MS = 7_500;
/** The same for what viewers ask for once a minute. */
export const SHARE_SLOW_MS = 15_000;

type Entry<T> = { began_ms: number; until_ms: number; settled: boolean; answer: Promise<T> };

export type SharedReadsOptions = {
  /**
   * Time is cut into windows of this length; an answer serves the window in which its reading began. Counted from the
   * reading instead, the next would wait for the first who asks after that: the fewer viewers, the rarer.
   */
  share_ms: number;
  /** More answers than this are not kept; the oldest goes first. */
  entries_max: number;
  clock?: () => number;
};

export type SharedRead<T> = {
  answer: T;
  /** How long ago its reading began, when that was for another; null: it was read for this question. */
  age_ms: number | null;
};

/**
 * Equal questions that come at once, or shortly after one another, are asked once. A failure is given to those who
 * waited for it and is kept for nobody. Whoever asks must have the right to the answer: the key knows nothing of it.
 */
export const createSharedReads = <T>({ share_ms, entries_max, clock = Date.now }: SharedReadsOptions) => {
  const entries = new Map<string, Entry<T>>();

  const isUsable = ({ until_ms, settled }: Entry<T>, now_ms: number) => !settled || now_ms < until_ms;

  const begin = (key: string, now_ms: number, ask: () => Promise<T>): Entry<T> => {
    const until_ms = (Math.floor(now_ms / share_ms) + 1) * share_ms;
    const entry: Entry<T> = { began_ms: now_ms, until_ms, settled: false, answer: ask() };
    entries.set(key, entry);
    entry.answer.then(
      () => {
        entry.settled = true;
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  };

  const tidy = (now_ms: number): void => {
    for (const [key, entry] of entries) if (!isUsable(entry, now_ms)) entries.delete(key);
    for (const key of entries.keys()) {
      if (entries.size < entries_max) return;
      entries.delete(key);
    }
  };

  return async (key: string, ask: () => Promise<T>): Promise<SharedRead<T>> => {
    const now_ms = clock();
    const there = entries.get(key);
    if (there && isUsable(there, now_ms)) return { answer: await there.answer, age_ms: now_ms - there.began_ms };
    tidy(now_ms);
    return { answer: await begin(key, now_ms, ask).answer, age_ms: null };
  };
};
