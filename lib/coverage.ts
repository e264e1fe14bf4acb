import type { Node } from "./model/node.ts";

type Window = {
  from: Date;
  /** Exclusive. */
  to: Date;
  now: Date;
};

/**
 * How many measurements a node of its interval would have sent in the window up to now; none before its first one. The
 * interval that runs, and one begun in the window, count only when the measurement they stand for has arrived (`received`).
 */
export const expectedCount = (
  node: Pick<Node, "first_seen_at" | "interval_seconds">,
  { from, to, now }: Window,
  received: number,
): number => {
  if (node.first_seen_at === null) return 0;
  const start = Math.max(from.getTime(), Date.parse(node.first_seen_at));
  const interval_ms = node.interval_seconds * 1000;
  const intervalsUntil = (end: number) => Math.max(0, end - start) / interval_ms;
  const due = intervalsUntil(Math.min(to.getTime(), now.getTime() - interval_ms));
  const begun = intervalsUntil(Math.min(to.getTime(), now.getTime()));
  return Math.max(Math.floor(due), Math.min(received, Math.ceil(begun)));
};

/** received / expected, or null when nothing was expected. */
export const coverageOf = (received: number, expected: number): number | null =>
  expected > 0 ? received / expected : null;
