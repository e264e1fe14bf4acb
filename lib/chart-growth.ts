import type { Growth, GrowthSeries } from "./model/growth.ts";
import { lineRuns } from "./chart-lines.ts";
import type { Window } from "./chart-zoom.ts";

/** The parts of the database, from the bottom up: they add up to its size. */
export const GROWTH_PARTS = ["warm", "hot", "rest"] as const;
export type GrowthPart = (typeof GROWTH_PARTS)[number];

/** A sample of the database, its parts, in bytes. */
export type GrowthPoint = { time_ms: number; total: number } & Record<GrowthPart, number>;

/** The database as a whole: the series without a name; undefined before the first sample. */
export const databaseSeries = ({ series }: Pick<Growth, "series">): GrowthSeries | undefined =>
  series.find(({ hypertable_name }) => hypertable_name === null);

/** A sample for each time, null where none was taken. `rest`: what is in no chunk (tables, indexes, catalog). */
export const growthPoints = (growth: Growth): (GrowthPoint | null)[] => {
  const whole = databaseSeries(growth);
  return growth.times.map((time, i) => {
    const [total, hot, warm] = [whole?.total_bytes[i], whole?.hot_bytes[i], whole?.warm_bytes[i]];
    if (total == null || hot == null || warm == null) return null;
    return { time_ms: Date.parse(time), total, hot, warm, rest: Math.max(0, total - hot - warm) };
  });
};

export type HistoryPoint = { time_ms: number; bytes: number | null };

/** The size of the database at each sample that was taken, in bytes; null where one is missing. */
export const databaseHistory = (growth: Growth): HistoryPoint[] => {
  const bytes = databaseSeries(growth)?.total_bytes ?? [];
  return growth.times.map((time, i) => ({ time_ms: Date.parse(time), bytes: bytes[i] ?? null }));
};

/** Where samples are missing between two that were taken. */
export const growthGaps = (growth: Growth): Window[] => {
  const runs = lineRuns(growthPoints(growth), growth.bucket_seconds * 2000);
  return runs.slice(1).map((run, i) => ({
    from_ms: runs[i]?.at(-1)?.time_ms ?? 0,
    to_ms: run[0]?.time_ms ?? 0,
  }));
};

/** The shown samples as CSV, a line for each time and thing; empty where there is none. */
export function growthCsv({ times, series }: Growth): string {
  const keys = ["total_bytes", "hot_bytes", "warm_bytes", "index_bytes", "toast_bytes", "row_count_estimate"] as const;
  const quoted = (name: string | null) =>
    name === null ? "" : /[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
  const lines = times.flatMap((time, i) =>
    series.map((s) =>
      [
        time,
        quoted(s.hypertable_schema),
        quoted(s.aggregate_name ?? s.hypertable_name),
        ...keys.map((key) => s[key][i] ?? ""),
      ].join(","),
    ),
  );
  return `${[["time", "schema", "name", ...keys].join(","), ...lines].join("\r\n")}\r\n`;
}
