import { bucketStart } from "./buckets.ts";
import { areUtcDays, haveWholeHours } from "./days.ts";
import { invalidInput } from "./errors.ts";
import { LATENCY_BIN_RELATIVE_ERROR } from "./latency-bins.ts";
import type { PercentileMethod, RangeSource } from "./model/node.ts";
import type { SeriesSource } from "./model/series.ts";
import type { SeriesWish } from "./series-wish.ts";
import { UTC } from "./time-zone.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** A chart never gets more points than this. */
export const MAX_POINTS = 1500;
export const DEFAULT_POINTS = 300;

/** Percentiles come from the measurements themselves while a question touches at most this many rows. */
export const EXACT_ROWS = { fleet: 100_000, node: 200_000 } as const;

/** A series is never read from more measurements than this, even when asked for. */
export const MAX_SERIES_ROWS = 1_000_000;

/** Buckets of rollups, finest first. */
const ROLLUP_BUCKETS = [...[1, 2, 3, 6, 12].map((n) => n * HOUR), ...[1, 2, 7, 14, 28].map((n) => n * DAY)];

/** Length of a source's own rows; a bucket is a multiple of it. */
const UNIT_SECONDS: Record<SeriesSource, number> = { metrics: 1, aggregates_hourly: HOUR, aggregates_daily: DAY };

/** Buckets under an hour are multiples of the node's interval, so that each holds the same number of measurements. */
const measurementBuckets = (interval_seconds: number): number[] =>
  [1, 2, 3, 5, 10, 15, 20, 30].map((n) => n * interval_seconds).filter((seconds) => seconds < HOUR);

export type SeriesQuestion = {
  from: Date;
  to: Date;
  /** At most this many points; 1 to 1,500. */
  points: number;
  interval_seconds: number;
  /** Measurements expected in the range. */
  expected_rows: number;
  /** False when the measurements of this range were dropped by retention. */
  measurements_kept: boolean;
  /** Whose days are wanted; matters from one day a bucket on. */
  time_zone: string;
  asked?: SeriesWish | undefined;
};

export type SeriesChoice = {
  source: SeriesSource;
  bucket_seconds: number;
  /** Whose days the buckets are; UTC below a day, and where the source has no other days. */
  time_zone: string;
  /** True: percentiles come from measurements, read now or when their bucket was materialized; false: from histograms. */
  exact: boolean;
  reason: string;
};

/** A length in the largest unit that divides it: "90 min", "3 h", "7 d". */
const bucketWords = (seconds: number): string => {
  if (seconds % DAY === 0) return `${seconds / DAY} d`;
  if (seconds % HOUR === 0) return `${seconds / HOUR} h`;
  return seconds % MINUTE === 0 ? `${seconds / MINUTE} min` : `${seconds} s`;
};

const isFew = ({ measurements_kept, expected_rows }: SeriesQuestion) =>
  measurements_kept && expected_rows <= EXACT_ROWS.node;

const wantsZone = ({ from, to, time_zone }: SeriesQuestion, bucket_seconds: number): boolean =>
  bucket_seconds % DAY === 0 && !areUtcDays(from.getTime(), to.getTime(), time_zone);

/** Points of whole buckets that cover the range; days of a zone may cut it once more than those of UTC. */
const pointsOf = (question: SeriesQuestion, bucket_seconds: number): number => {
  const first = bucketStart(question.from.getTime(), bucket_seconds);
  const points = Math.ceil((question.to.getTime() - first) / 1000 / bucket_seconds);
  return wantsZone(question, bucket_seconds) ? points + 1 : points;
};

/** Days that hourly rows add up to: those of the zone where they begin on whole hours, else those of UTC. */
const hoursMakeDays = ({ from, to, time_zone }: SeriesQuestion): boolean =>
  haveWholeHours(from.getTime(), to.getTime(), time_zone);

/** The source of a bucket: its own exact row, else measurements while they are few, else the coarsest rollup that divides it. */
const sourceFor = (question: SeriesQuestion, bucket_seconds: number): SeriesSource => {
  const asked = question.asked?.source;
  if (asked) return asked;
  if (bucket_seconds % HOUR !== 0) return "metrics";
  const in_zone = wantsZone(question, bucket_seconds);
  if (bucket_seconds === HOUR) return "aggregates_hourly";
  if (bucket_seconds === DAY && !in_zone) return "aggregates_daily";
  if (isFew(question)) return "metrics";
  const hours = bucket_seconds % DAY !== 0 || (in_zone && hoursMakeDays(question));
  return hours ? "aggregates_hourly" : "aggregates_daily";
};

const choiceOf = (question: SeriesQuestion, bucket_seconds: number, words: string): SeriesChoice => {
  const source = sourceFor(question, bucket_seconds);
  const in_zone =
    wantsZone(question, bucket_seconds) &&
    (source === "metrics" || (source === "aggregates_hourly" && hoursMakeDays(question)));
  const reasons = [words];
  if (!question.measurements_kept) reasons.push("its measurements are past retention");
  else if (source === "metrics" && bucket_seconds % HOUR === 0)
    reasons.push("few enough measurements for exact percentiles");
  if (wantsZone(question, bucket_seconds) && !in_zone) reasons.push(`${source} has no days of ${question.time_zone}`);
  return {
    source,
    bucket_seconds,
    time_zone: in_zone ? question.time_zone : UTC,
    exact: source === "metrics" || bucket_seconds === UNIT_SECONDS[source],
    reason: reasons.join("; "),
  };
};

/** Refuses what cannot be answered as asked, naming the parameter, the limit and what can. */
const refuse = (question: SeriesQuestion, source: SeriesSource, bucket_seconds: number): void => {
  const { interval_seconds, measurements_kept, expected_rows, asked } = question;
  const field = asked?.bucket_seconds === undefined ? "source" : "bucket_seconds";
  const points = pointsOf(question, bucket_seconds);
  if (source === "metrics" && !measurements_kept)
    throw invalidInput(field, `The measurements of this range are past retention; aggregates_hourly keeps its hours.`);
  if (bucket_seconds % UNIT_SECONDS[source] !== 0)
    throw invalidInput("bucket_seconds", `Buckets of ${source} are multiples of ${UNIT_SECONDS[source]} seconds.`);
  if (bucket_seconds < interval_seconds)
    throw invalidInput("bucket_seconds", `bucket_seconds must be at least ${interval_seconds}, the node's interval.`);
  if (points > MAX_POINTS) {
    const least = Math.ceil((question.to.getTime() - question.from.getTime()) / 1000 / (MAX_POINTS - 1));
    throw invalidInput(
      field,
      `Buckets of ${bucketWords(bucket_seconds)} make ${points} points of this range; at most ${MAX_POINTS} are given. Take at least ${least} seconds a bucket, or a shorter range.`,
    );
  }
  if (source === "metrics" && expected_rows > MAX_SERIES_ROWS)
    throw invalidInput(
      field,
      `This range has some ${expected_rows} measurements; at most ${MAX_SERIES_ROWS} are read for a series. Take aggregates_hourly, or a shorter range.`,
    );
};

/** The finest source and bucket that answer with at most `points` points, or what is asked for, or why that cannot be. */
export const chooseSeries = (question: SeriesQuestion): SeriesChoice => {
  const { asked, interval_seconds, measurements_kept } = question;
  const points = Math.max(1, Math.min(question.points, MAX_POINTS));
  if (asked?.bucket_seconds !== undefined) {
    refuse(question, sourceFor(question, asked.bucket_seconds), asked.bucket_seconds);
    return choiceOf(question, asked.bucket_seconds, `buckets of ${bucketWords(asked.bucket_seconds)} as asked for`);
  }
  const fine = measurements_kept && asked?.source !== "aggregates_hourly" ? measurementBuckets(interval_seconds) : [];
  const ladder = [...fine, ...ROLLUP_BUCKETS].filter(
    (seconds) => asked?.source === undefined || seconds % UNIT_SECONDS[asked.source] === 0,
  );
  const seconds = (question.to.getTime() - question.from.getTime()) / 1000;
  const fits = ladder.find((bucket_seconds) => pointsOf(question, bucket_seconds) <= points);
  const bucket_seconds = fits ?? Math.ceil(seconds / Math.max(1, points - 1) / DAY) * DAY;
  if (asked?.source) refuse(question, asked.source, bucket_seconds);
  const of = asked?.source ? `${asked.source} as asked for, its finest` : "finest";
  return choiceOf(question, bucket_seconds, `${of} of at most ${points} points is ${bucketWords(bucket_seconds)}`);
};

/** Buckets worth offering for a range of so many seconds: of two points at least, and no more than a series may have. */
export const offeredBuckets = (of: { seconds: number; interval_seconds: number; source: string | null }): number[] => {
  const unit = of.source === null ? 1 : (UNIT_SECONDS[of.source as SeriesSource] ?? 1);
  return [...measurementBuckets(of.interval_seconds), ...ROLLUP_BUCKETS].filter(
    (bucket) => bucket % unit === 0 && of.seconds / bucket <= MAX_POINTS - 1 && of.seconds / bucket >= 2,
  );
};

/** A part of a range and the relation that answers for it. Parts touch and never overlap. */
export type Segment = { source: SeriesSource; from: Date; to: Date };

export type FiguresQuestion = {
  from: Date;
  to: Date;
  /** Measurements expected in the range over all nodes asked for. */
  expected_rows: number;
  exact_rows_max: number;
  /** Up to when hours and days are materialized; null when unknown: then hours are computed when read, and days not. */
  hourly_until: Date | null;
  daily_until: Date | null;
  measurements_kept: boolean;
};

export type FiguresPlan = { exact: boolean; segments: Segment[] };

const floorTo = (date: Date, seconds: number) => Math.floor(date.getTime() / 1000 / seconds) * seconds * 1000;
const ceilTo = (date: Date, seconds: number) => Math.ceil(date.getTime() / 1000 / seconds) * seconds * 1000;

/**
 * Whole days from days, whole hours around them from hours, the edges from measurements. What is newer than the hours
 * are materialized comes from measurements too: the view would compute it from them each time, with all it has.
 */
const split = ({ from, to, hourly_until, daily_until, measurements_kept }: FiguresQuestion): Segment[] => {
  // Where the measurements are gone, hours that reach over the edge are the nearest truth.
  const start = measurements_kept ? ceilTo(from, HOUR) : floorTo(from, HOUR);
  const until = hourly_until && measurements_kept ? floorTo(hourly_until, HOUR) : Number.POSITIVE_INFINITY;
  const end = Math.max(start, Math.min(floorTo(to, HOUR), until));
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
