import type { ProjectedDay } from "./capacity.ts";

/** The projection as CSV with a header, in bytes. */
export const projectionCsv = (days: readonly ProjectedDay[]): string =>
  [
    "time,low_bytes,expected_bytes,high_bytes",
    ...days.map(({ time_ms, low, mid, high }) =>
      [new Date(time_ms).toISOString(), ...[low, mid, high].map(Math.round)].join(","),
    ),
    "",
  ].join("\r\n");
