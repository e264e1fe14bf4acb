import { DEFAULT_RANGE, parseRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

export type Search = Record<string, string | string[] | undefined>;

/** The range of the address and when it was read, ms. A range that cannot be understood is told by the range picker; the page shows the default. */
export function readChoice(search: Search): { choice: RangeChoice; read_ms: number } {
  const read_ms = Date.now();
  try {
    return { choice: parseRange(search), read_ms };
  } catch {
    return { choice: { kind: "relative", range: DEFAULT_RANGE }, read_ms };
  }
}
