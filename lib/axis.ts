import { offsetMs, wallDate, wallToUtc } from "./chart-zone.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A mark on a time axis. `major` ticks begin a day, month or year and carry its name. */
export type TimeTick = { time_ms: number; label: string; major: boolean };

/** A mark on a value axis. */
export type ValueTick = { value: number; label: string };

export type ValueScale = { min: number; max: number; ticks: ValueTick[] };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Steps within a day; each divides a day. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];
/** Steps of whole days, up to two weeks. */
const DAY_STEPS = [1, 2, 4, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];

const pad = (n: number) => String(n).padStart(2, "0");

/**
 * At most `max_ticks` + 1 round ticks in [from_ms, to_ms], in the wall clock of `time_zone` (an IANA name). Ticks stay on round local
 * times across a change of the clock: an hour that occurs twice has two ticks, one that does not occur has none.
 */
export function timeTicks(from_ms: number, to_ms: number, time_zone: string, max_ticks: number): TimeTick[] {
  const span = to_ms - from_ms;
  if (!(span > 0) || max_ticks < 1) return [];
  // A view of whole buckets is a little longer than the range asked for; that does not coarsen its ticks.
  const wanted = (span / max_ticks) * 0.96;
  const clock = CLOCK_STEPS.find((step) => step >= wanted);
  if (clock !== undefined) return clockTicks(from_ms, to_ms, time_zone, clock);
  const days = DAY_STEPS.find((step) => step * DAY >= wanted);
  if (days !== undefined) return dayTicks(from_ms, to_ms, time_zone, days);
  const months = MONTH_STEPS.find((step) => step * 30.4 * DAY >= wanted) ?? 240;
  return monthTicks(from_ms, to_ms, time_zone, months);
}

function clockTicks(from_ms: number, to_ms: number, time_zone: string, step: number): TimeTick[] {
  // Zones change by multiples of 15 minutes (30 at most places), so no round local time lies between two candidates.
  const stride = Math.min(step, 15 * MINUTE);
  const ticks: TimeTick[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let t = Math.ceil(from_ms / stride) * stride; t <= to_ms; t += stride) {
    const wall = t + offsetMs(t, time_zone);
    // Steps above an hour: where the clock is set back, the same round time may come again soon after.
    if (wall % step !== 0 || (step > HOUR && t - last < step * 0.6)) continue;
    last = t;
    const midnight = wall % DAY === 0;
    ticks.push({ time_ms: t, label: midnight ? dayLabel(wall) : clockLabel(wall, step), major: midnight });
  }
  return ticks;
}

function dayTicks(from_ms: number, to_ms: number, time_zone: string, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const start = wallDate(from_ms, time_zone);
  // Weeks begin on Monday: day 4 since 1970-01-01 was one. Others count from the epoch, so that ticks stay put as the range moves.
  const anchor = step % 7 === 0 ? 4 : 0;
  let day = Math.floor(start / DAY);
  day += (((anchor - day) % step) + step) % step;
  for (; ; day += step) {
    const time_ms = wallToUtc(day * DAY, time_zone);
    if (time_ms > to_ms) return ticks;
    if (time_ms >= from_ms)
      ticks.push({ time_ms, label: dayLabel(day * DAY), major: new Date(day * DAY).getUTCDate() === 1 });
  }
}

function monthTicks(from_ms: number, to_ms: number, time_zone: string, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const start = new Date(wallDate(from_ms, time_zone));
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  for (; ; month += step) {
    const wall = Date.UTC(Math.floor(month / 12), month % 12, 1);
    const time_ms = wallToUtc(wall, time_zone);
    if (time_ms > to_ms) return ticks;
    const january = month % 12 === 0;
    const label = january ? String(Math.floor(month / 12)) : (MONTHS[month % 12] ?? "");
    if (time_ms >= from_ms) ticks.push({ time_ms, label, major: january });
  }
}

const dayLabel = (wall: number) => `${MONTHS[new Date(wall).getUTCMonth()]} ${new Date(wall).getUTCDate()}`;

function clockLabel(wall: number, step: number): string {
  const date = new Date(wall);
  const minutes = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
  return step < MINUTE ? `${minutes}:${pad(date.getUTCSeconds())}` : minutes;
}

type ValueOptions = {
  /** Axis begins at 0 (shares, counts). */
  zero: boolean;
  max_ticks: number;
  /** The axis never shows less than this; for shares 100. */
  least_max?: number;
};

/**
 * An axis with few round ticks over [low, high]. With `zero` it begins at 0, else at a round value below `low` (never below 0 when `low`
 * is not). The axis ends exactly at its last tick. A flat or empty input still gives an axis of positive height.
 */
export function valueScale(low: number, high: number, { zero, max_ticks, least_max }: ValueOptions): ValueScale {
  let min = zero ? Math.min(0, low) : low;
  let max = Math.max(high, least_max ?? high);
  if (!Number.isFinite(min) || !Number.isFinite(max)) [min, max] = [0, least_max ?? 1];
  if (max - min <= Math.abs(max) * 1e-9) {
    const room = Math.max(Math.abs(max) * 0.1, 0.5);
    max += room;
    if (!zero) min = min >= 0 ? Math.max(0, min - room) : min - room;
  }
  const step = niceStep((max - min) / Math.max(1, max_ticks));
  const first = Math.floor(min / step + 1e-9);
  const last = Math.ceil(max / step - 1e-9);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (isHalfStep(step) ? 1 : 0));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = Number(((first + i) * step).toFixed(12));
    return { value, label: tickLabel(value, decimals) };
  });
  return { min: ticks[0]?.value ?? 0, max: ticks.at(-1)?.value ?? 1, ticks };
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `wanted`. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted) + 1e-9);
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * power >= wanted * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

const isHalfStep = (step: number) => Math.abs(step / 10 ** Math.floor(Math.log10(step) + 1e-9) - 2.5) < 1e-6;

/** 12,000 becomes "12,000"; decimals as the step needs them. */
function tickLabel(value: number, decimals: number): string {
  const [whole = "", fraction] = Math.abs(value).toFixed(Math.min(decimals, 6)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${grouped}${fraction ? `.${fraction}` : ""}`;
}
