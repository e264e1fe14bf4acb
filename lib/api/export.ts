import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

/** Where a node's rows of the range are to be had as a file. */
export function exportPath(node_id: string, choice: RangeChoice, source: string, format: string): string {
  const search = rangeParams(choice);
  search.set("node", node_id);
  search.set("source", source);
  search.set("format", format);
  return `/api/v1/export?${search.toString()}`;
}
