import type { Node } from "./model/node.ts";

type Window = {
  from: Date;
  /** Exclusive. */
  to: Date;
  now: Date;
};

/**
 * How many measurements a node of its interval would have sent in the window up to now; none before its first one. A
 * begun interval counts only when the measurement that it stands for has arrived (`received`).
 */
export const expectedCount = (
  node: Pick<Node, "first_seen_at" | "interval_seconds">,
  { from, to, now }: Window,
  received: number,
): number => {
  if (node.first_seen_at === null) return 0;
  const start = Math.max(from.getTime(), Date.parse(node.first_seen_at));
  const end = Math.min(to.getTime(), now.getTime());
  const intervals = Math.max(0, end - start) / 1000 / node.interval_seconds;
  return Math.max(Math.floor(intervals), Math.min(received, Math.ceil(intervals)));
};

/** received / expected, or null when nothing was expected. */
export const coverageOf = (received: number, expected: number): number | null =>
  expected > 0 ? received / expected : null;
