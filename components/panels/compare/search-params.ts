import { parseAsBoolean, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { COMPARE_MEASURES } from "#lib/compare-lines.ts";

/** The comparison's part of the URL. */
export const compareParams = {
  node: parseAsNativeArrayOf(parseAsString),
  measure: parseAsStringLiteral(COMPARE_MEASURES.map(({ key }) => key)).withDefault("p50"),
  layout: parseAsStringLiteral(["panels", "overlay"]).withDefault("panels"),
  /** Latency in percent of each node's own median. */
  relative: parseAsBoolean.withDefault(false),
};
