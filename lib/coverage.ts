type Window = {
  from_ms: number;
  /** Exclusive. */
  to_ms: number;
  now_ms: number;
  /** Before its first measurement nothing is expected of a node; null: it never sent one. */
  first_seen_ms: number | null;
  interval_seconds: number;
};

/**
 * How many measurements a node of this interval would have sent in the window up to now. A fraction counts only when
 * the measurement that it stands for has arrived (`received`).
 */
export const expectedCount = (window: Window, received: number): number => {
  if (window.first_seen_ms === null) return 0;
  const start = Math.max(window.from_ms, window.first_seen_ms);
  const end = Math.min(window.to_ms, window.now_ms);
  const intervals = Math.max(0, end - start) / 1000 / window.interval_seconds;
  return Math.max(Math.floor(intervals), Math.min(received, Math.ceil(intervals)));
};

/** received / expected, or null when nothing was expected. */
export const coverageOf = (received: number, expected: number): number | null =>
  expected > 0 ? received / expected : null;
