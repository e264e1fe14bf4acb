import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import { DEFAULT_RANGE, parseRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

export type Search = Record<string, string | string[] | undefined>;

/** The range of the address and when it was read, ms; `problem` when it cannot be understood, `choice` is then the default. */
export function readChoice(search: Search): { choice: RangeChoice; read_ms: number; problem: Problem | undefined } {
  const read_ms = Date.now();
  try {
    return { choice: parseRange(search), read_ms, problem: undefined };
  } catch (error) {
    return { choice: { kind: "relative", range: DEFAULT_RANGE }, read_ms, problem: toProblem(error) };
  }
}
