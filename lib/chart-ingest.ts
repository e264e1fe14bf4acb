import { valueScale } from "./axis.ts";
import type { ValueScale } from "./axis.ts";
import { bar, barsPath } from "./chart-paths.ts";
import type { Plot } from "./chart-paths.ts";
import { formatDuration, NOTHING, significant } from "./format.ts";
import { type Bound, BATCH_MS_BOUNDS, LAG_MS_BOUNDS, quantileBound } from "./ingest/activity.ts";
import { type Reason, REASONS } from "./ingest/reason.ts";
import type { IngestActivity, IngestCounts, IngestSourceKind } from "./model/ingest-activity.ts";

export const SOURCE_NAMES: Record<IngestSourceKind, string> = {
  token: "token",
  person: "session",
  command_line: "command line",
  watch_folder: "drop folder",
  demo: "simulated",
};

export type IngestPoint = IngestActivity["points"][number];

/** Seconds of a bucket that have passed: the newest one is not over yet. */
export const secondsOf = ({ bucket_seconds, as_of }: IngestActivity, time: string): number =>
  Math.max(1, Math.min(bucket_seconds, (Date.parse(as_of) - Date.parse(time)) / 1000));

/** Seconds of the range that have passed. */
export const rangeSeconds = ({ from, to, as_of }: IngestActivity): number =>
  Math.max(1, (Math.min(Date.parse(to), Date.parse(as_of)) - Date.parse(from)) / 1000);

export const PARTS = ["accepted", "duplicates", "rejected"] as const;
export type Part = (typeof PARTS)[number];

/** Bars from zero, the highest sum first, so that each later one covers the part below it. */
export const ratePaths = (activity: IngestActivity, plot: Plot): { part: Part; d: string }[] =>
  PARTS.map((part, at) => ({
    part,
    d: barsPath(
      activity.points.flatMap((point) => {
        if (point[part] === 0) return [];
        const from_ms = Date.parse(point.time);
        const sum = PARTS.slice(0, at + 1).reduce((total, lower) => total + point[lower], 0);
        const value = sum / secondsOf(activity, point.time);
        return [bar(plot, from_ms, from_ms + activity.bucket_seconds * 1000, value, 2)];
      }),
    ),
  })).toReversed();

/** Rows of a bucket per second. */
export const rateOf = (activity: IngestActivity, point: IngestPoint): number =>
  PARTS.reduce((sum, part) => sum + point[part], 0) / secondsOf(activity, point.time);

export const rateScale = (activity: IngestActivity): ValueScale =>
  valueScale(0, Math.max(0, ...activity.points.map((point) => rateOf(activity, point))), {
    zero: true,
    max_ticks: 3,
    least_max: 0.1,
  });

/** Lags stand on an axis whose steps are their bounds: from a second to a week. */
const LAG_TICKS = [10_000, 60_000, 300_000, 3_600_000, 86_400_000];
export const lagScale: ValueScale = {
  min: 0,
  max: LAG_MS_BOUNDS.length + 1,
  ticks: [
    { value: 0, label: "" },
    ...LAG_TICKS.map((ms) => ({ value: LAG_MS_BOUNDS.indexOf(ms) + 1, label: formatDuration(ms / 1000) })),
  ],
};

/** The place of a bound on that axis. */
const lagPlace = ({ at_most }: Bound): number =>
  at_most === null ? LAG_MS_BOUNDS.length + 1 : LAG_MS_BOUNDS.indexOf(at_most) + 1;

/** A bar a bucket up to the bound within which the share `q` of its rows arrived. */
export const lagPath = ({ points, bucket_seconds }: IngestActivity, plot: Plot, q: number): string =>
  barsPath(
    points.flatMap((point) => {
      const bound = quantileBound(LAG_MS_BOUNDS, point.lag_counts, q);
      if (!bound) return [];
      const from_ms = Date.parse(point.time);
      return [bar(plot, from_ms, from_ms + bucket_seconds * 1000, lagPlace(bound), 2)];
    }),
  );

const boundText = (bounds: readonly number[], bound: Bound | undefined): string => {
  if (!bound) return NOTHING;
  const [sign, ms] = bound.at_most === null ? ["> ", bounds.at(-1) ?? 0] : ["≤ ", bound.at_most];
  return `${sign}${ms < 1000 ? `${ms}\u00a0ms` : formatDuration(ms / 1000)}`;
};

/** "≤ 5 s": how late that share of the rows was at most. */
export const lagText = (counts: IngestCounts | undefined, q: number): string =>
  boundText(LAG_MS_BOUNDS, counts && quantileBound(LAG_MS_BOUNDS, counts.lag_counts, q));

/** "≤ 50 ms": how long that share of the batches took at most. */
export const batchText = (counts: IngestCounts | undefined, q: number): string =>
  boundText(BATCH_MS_BOUNDS, counts && quantileBound(BATCH_MS_BOUNDS, counts.batch_counts, q));

/** "12.3 /s". */
export const rateText = (per_second: number): string => `${significant(per_second)}\u00a0/s`;

export const reasonText = (reason: string): string => (reason in REASONS ? REASONS[reason as Reason] : reason);

/** The bucket at a time, the newest without one; undefined where nothing arrived. */
export const pointAt = ({ points, bucket_seconds }: IngestActivity, time_ms: number | null): IngestPoint | undefined =>
  time_ms === null
    ? points.at(-1)
    : points.find(({ time }) => {
        const from_ms = Date.parse(time);
        return time_ms >= from_ms && time_ms < from_ms + bucket_seconds * 1000;
      });

/** The middles of all buckets of the range. */
export const bucketStops = ({ from, to, bucket_seconds }: IngestActivity): number[] => {
  const step = bucket_seconds * 1000;
  const count = Math.ceil((Date.parse(to) - Date.parse(from)) / step);
  return Array.from({ length: count }, (_, at) => Date.parse(from) + (at + 0.5) * step);
};

const COLUMNS = [
  "bodies",
  "failed_bodies",
  "batches",
  "accepted",
  "duplicates",
  "rejected",
  "nodes_created",
  "batch_ms_sum",
  "batch_ms_max",
  "lag_ms_sum",
  "lag_ms_min",
  "lag_ms_max",
] as const;

/** The points as CSV; buckets in which nothing arrived are not in it. */
export const activityCsv = ({ points }: IngestActivity): string =>
  [
    ["time", ...COLUMNS].join(","),
    ...points.map((point) => [point.time, ...COLUMNS.map((name) => point[name] ?? "")].join(",")),
    "",
  ].join("\r\n");
