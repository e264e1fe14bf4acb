import { LATENCY_BIN_RELATIVE_ERROR } from "./latency-bins.ts";
import type { PercentileMethod, RangeSource } from "./model/node.ts";
import type { SeriesSource } from "./model/series.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** A chart never gets more points than this. */
export const MAX_POINTS = 1500;
export const DEFAULT_POINTS = 300;

/** Percentiles come from the measurements themselves while a question touches at most this many rows. */
export const EXACT_ROWS = { fleet: 100_000, node: 200_000 } as const;

type Rung = { source: SeriesSource; bucket_seconds: number };

const rungs = (source: SeriesSource, unit: number, multiples: number[]): Rung[] =>
  multiples.map((multiple) => ({ source, bucket_seconds: unit * multiple }));

/** The ladder of rollups above the measurements, finest first. The only place where a rollup is chosen. */
const ROLLUPS: readonly Rung[] = [
  ...rungs("aggregates_hourly", HOUR, [1, 2, 3, 6, 12]),
  ...rungs("aggregates_daily", DAY, [1, 2, 7, 14, 28]),
];

/** Buckets of measurements are multiples of the node's interval, so that each holds the same number of them. */
const measurementRungs = (interval_seconds: number): Rung[] =>
  rungs("metrics", interval_seconds, [1, 2, 3, 5, 10, 15, 20, 30]).filter(
    ({ bucket_seconds }) => bucket_seconds < HOUR,
  );

export type SeriesQuestion = {
  from: Date;
  to: Date;
  /** At most this many points; 1 to 1,500. */
  points: number;
  interval_seconds: number;
  /** False when the measurements of this range were dropped by retention. */
  measurements_kept: boolean;
};

export type SeriesChoice = { source: SeriesSource; bucket_seconds: number; reason: string };

const bucketWords = (seconds: number): string => {
  if (seconds % DAY === 0) return `${seconds / DAY} d`;
  if (seconds % HOUR === 0) return `${seconds / HOUR} h`;
  return seconds % MINUTE === 0 ? `${seconds / MINUTE} min` : `${seconds} s`;
};

/** The finest source and bucket that answer with at most `points` points. */
export const chooseSeries = (question: SeriesQuestion): SeriesChoice => {
  const points = Math.max(1, Math.min(question.points, MAX_POINTS));
  const seconds = (question.to.getTime() - question.from.getTime()) / 1000;
  const ladder = question.measurements_kept ? [...measurementRungs(question.interval_seconds), ...ROLLUPS] : ROLLUPS;
  const fits = ladder.find(({ bucket_seconds }) => seconds / bucket_seconds <= points);
  const coarsest = ladder.at(-1)!;
  const chosen = fits ?? { ...coarsest, bucket_seconds: Math.ceil(seconds / points / DAY) * DAY };
  const kept = question.measurements_kept ? "" : "; its measurements are past retention";
  return { ...chosen, reason: `finest of at most ${points} points is ${bucketWords(chosen.bucket_seconds)}${kept}` };
};

/** A part of a range and the relation that answers for it. Parts touch and never overlap. */
export type Segment = { source: SeriesSource; from: Date; to: Date };

export type FiguresQuestion = {
  from: Date;
  to: Date;
  /** Measurements expected in the range over all nodes asked for. */
  expected_rows: number;
  exact_rows_max: number;
  /** Up to when aggregates_daily is materialized; null when unknown. */
  daily_until: Date | null;
  measurements_kept: boolean;
};

export type FiguresPlan = { exact: boolean; segments: Segment[] };

const floorTo = (date: Date, seconds: number) => Math.floor(date.getTime() / 1000 / seconds) * seconds * 1000;
const ceilTo = (date: Date, seconds: number) => Math.ceil(date.getTime() / 1000 / seconds) * seconds * 1000;

/** Whole days from days, whole hours around them from hours, the edges from measurements. */
const split = ({ from, to, daily_until, measurements_kept }: FiguresQuestion): Segment[] => {
  // Where the measurements are gone, hours that reach over the edge are the nearest truth.
  const start = measurements_kept ? ceilTo(from, HOUR) : floorTo(from, HOUR);
  const end = Math.max(start, floorTo(to, HOUR));
  const first_day = ceilTo(new Date(start), DAY);
  const last_day = Math.min(floorTo(new Date(end), DAY), daily_until ? floorTo(daily_until, DAY) : 0);
  const with_days = last_day > first_day;
  const cuts: [SeriesSource, number, number][] = [
    ["metrics", from.getTime(), Math.min(start, to.getTime())],
    ["aggregates_hourly", start, with_days ? first_day : end],
    ["aggregates_daily", first_day, with_days ? last_day : first_day],
    ["aggregates_hourly", last_day, with_days ? end : last_day],
    ["metrics", end, to.getTime()],
  ];
  return cuts
    .filter(([, from_ms, to_ms]) => to_ms > from_ms)
    .map(([source, from_ms, to_ms]) => ({ source, from: new Date(from_ms), to: new Date(to_ms) }));
};

/** Where the figures of a range come from, and whether its percentiles can be exact. */
export const planFigures = (question: FiguresQuestion): FiguresPlan =>
  question.measurements_kept && question.expected_rows <= question.exact_rows_max
    ? { exact: true, segments: [{ source: "metrics", from: question.from, to: question.to }] }
    : { exact: false, segments: split(question) };

/** What an answer says of the plan behind it. */
export const sourcesOf = ({ segments }: FiguresPlan): RangeSource[] =>
  segments.map(({ source, from, to }) => ({ source, from: from.toISOString(), to: to.toISOString() }));

/** How percentiles were made: from the measurements, or from merged histograms with their largest error. */
export const percentileMethod = (exact: boolean): PercentileMethod =>
  exact
    ? { method: "measurements", relative_error_max: 0 }
    : { method: "histogram", relative_error_max: LATENCY_BIN_RELATIVE_ERROR };
