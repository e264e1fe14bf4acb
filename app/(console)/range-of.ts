import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import { parseRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

/** The range that an address asks for, or why it cannot be understood. */
export function rangeOf(
  params: Record<string, string | string[] | undefined>,
): { choice: RangeChoice } | { problem: Problem } {
  try {
    return { choice: parseRange(params) };
  } catch (error) {
    return { problem: toProblem(error) };
  }
}
