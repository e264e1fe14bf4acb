import { rememberedPoints, rememberedZone } from "#app/remembered.ts";
import type { SeriesView } from "#lib/api/series.ts";
import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import { DEFAULT_RANGE, parseRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { isTimeZone } from "#lib/time-zone.ts";

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

const one = (value: string | string[] | undefined): string | null => (typeof value === "string" ? value : null);

/** How the address and this browser's last visit look at series. */
export async function readSeriesView({ tz, source, bucket_seconds }: Search): Promise<SeriesView> {
  const zone = one(tz);
  return {
    points: await rememberedPoints(),
    time_zone: zone !== null && isTimeZone(zone) ? zone : await rememberedZone(),
    source: one(source),
    bucket_seconds: one(bucket_seconds),
  };
}
