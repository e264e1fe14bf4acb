import { MILLISECONDS, scaleBytes, splitDuration } from "./units.ts";
import type { DurationUnit } from "./units.ts";
import { wallClock } from "./time-zone.ts";

/** A figure ready to show: digits, unit and how it is read aloud. Value and unit are apart so that the unit can be muted. */
export type Quantity = { value: string; unit: string; spoken: string };

/** What stands where nothing was measured. It is never 0. */
export const NOTHING = "–";

/** The quantity of no measurement. */
export const NO_MEASUREMENT: Quantity = { value: NOTHING, unit: "", spoken: "no measurement" };

/** "Change of". The sign of increment, not the letter Δ: our fonts have no Greek, and a browser that must look for a font of the system is late with the first picture. */
export const CHANGE_OF = "\u2206";

const MINUS = "\u2212";
const NBSP = "\u00a0";

/** Exactly `decimals` digits after the point, thousands grouped, a true minus sign. */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  const point = decimals === 0 ? text.length : text.length - decimals - 1;
  const whole = text.slice(0, point).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return (value < 0 && Number(text) !== 0 ? MINUS : "") + whole + text.slice(point);
}

/** Three significant digits at most: 1234.5 is "1,230", 61.34 is "61.3", 0.0045 is "0.0045". Whole numbers below 1,000 stay whole. */
export function significant(value: number): string {
  if (value === 0) return "0";
  if (Number.isInteger(value) && Math.abs(value) < 1000) return fixed(value, 0);
  const rounded = Number(value.toPrecision(3));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return fixed(rounded, Math.min(decimals, 6));
}

/** A quantity as plain text, the unit behind a space that does not break. */
export const quantityText = ({ value, unit }: Quantity): string => (unit === "" ? value : `${value}${NBSP}${unit}`);

const usable = (value: number | null | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value);

/** Milliseconds. `decimals` asks for a fixed form, as table columns need; without it three significant digits. */
export function latencyQuantity(ms: number | null | undefined, decimals?: number): Quantity {
  if (!usable(ms)) return NO_MEASUREMENT;
  const value =
    decimals !== undefined ? fixed(ms, decimals) : ms >= 100 ? significant(Math.round(ms)) : threeDigits(ms);
  return { value, unit: "ms", spoken: `${value} milliseconds` };
}

/** Like `significant`, but keeps trailing zeros, so that a row of figures keeps its width: 21 is "21.0". */
function threeDigits(value: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  return fixed(rounded, Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))))));
}

/**
 * A percentage, 0 to 100. It reads 0 or 100 only when it is exactly that: 99.997 is "99.99", 0.003 is "<0.01".
 * `decimals` (2 for uptime and loss) asks for a fixed form; without it three significant digits.
 */
export function percentQuantity(pct: number | null | undefined, decimals?: number): Quantity {
  if (!usable(pct)) return NO_MEASUREMENT;
  const value = percentDigits(pct, decimals);
  return { value, unit: "%", spoken: `${value.replace("<", "less than ")} percent` };
}

function percentDigits(pct: number, decimals: number | undefined): string {
  const step = 10 ** -(decimals ?? 2);
  if (pct > 0 && pct < step) return `<${fixed(step, decimals ?? 2)}`;
  if (pct < 100 && pct > 100 - step / 2) return fixed(100 - step, decimals ?? 2);
  if (decimals !== undefined) return fixed(pct, decimals);
  if (pct > 99 && pct < 100) return fixed(Math.min(pct, 99.99), pct > 99.9 ? 2 : 1);
  return pct === 100 || pct === 0 ? String(pct) : threeDigits(pct);
}

/** A share, 0 to 1, told as a percentage (coverage). */
export const shareQuantity = (share: number | null | undefined, decimals?: number): Quantity =>
  percentQuantity(usable(share) ? share * 100 : null, decimals);

/** Bytes in binary units: "1.27 GiB". */
export function bytesQuantity(bytes: number | null | undefined): Quantity {
  if (!usable(bytes)) return { ...NO_MEASUREMENT, spoken: "not known" };
  const { value, unit } = scaleBytes(bytes);
  const digits = unit === "B" ? fixed(value, 0) : threeDigits(value);
  return { value: digits, unit, spoken: `${digits} ${unit}` };
}

const LARGE = [
  { from: 999.5e9, by: 1e12, unit: "T" },
  { from: 999.5e6, by: 1e9, unit: "G" },
  { from: 999.5e3, by: 1e6, unit: "M" },
] as const;

/** A count: exact with grouped thousands below a million, then three digits and M, G or T. */
export function countQuantity(count: number | null | undefined): Quantity {
  if (!usable(count)) return { ...NO_MEASUREMENT, spoken: "not known" };
  const scale = LARGE.find(({ from }) => Math.abs(count) >= from);
  if (!scale) return { value: fixed(count, 0), unit: "", spoken: fixed(count, 0) };
  const value = threeDigits(count / scale.by);
  return { value, unit: scale.unit, spoken: `about ${value} ${scale.unit}` };
}

const UNIT_WORDS: Record<DurationUnit, string> = {
  ms: "milliseconds",
  s: "seconds",
  min: "minutes",
  h: "hours",
  d: "days",
};

/** A duration by its largest whole unit: 250 s is "4 min". `parts` 2 adds the next: "3 h 12 min". */
export function durationQuantity(seconds: number | null | undefined, parts: 1 | 2 = 1): Quantity {
  if (!usable(seconds)) return { ...NO_MEASUREMENT, spoken: "not known" };
  const [first, second] = splitDuration(seconds);
  if (!first) return NO_MEASUREMENT;
  const spoken = `${first.value} ${UNIT_WORDS[first.unit]}`;
  if (parts === 1 || !second || second.value === 0) return { value: String(first.value), unit: first.unit, spoken };
  return {
    value: `${first.value}${NBSP}${first.unit} ${second.value}`,
    unit: second.unit,
    spoken: `${spoken} ${second.value} ${UNIT_WORDS[second.unit]}`,
  };
}

/** A signed difference: "+0.4", "−2.1", "=" when nothing changed. */
export function changeText(difference: number | null | undefined, decimals = 1): string {
  if (!usable(difference)) return NOTHING;
  const text = fixed(difference, decimals);
  if (Number(text.replace(MINUS, "-").replaceAll(",", "")) === 0) return "=";
  return difference > 0 ? `+${text}` : text;
}

export const formatLatency = (ms: number | null | undefined): string => quantityText(latencyQuantity(ms));
export const formatPercent = (pct: number | null | undefined, decimals?: number): string =>
  quantityText(percentQuantity(pct, decimals));
export const formatShare = (share: number | null | undefined, decimals?: number): string =>
  quantityText(shareQuantity(share, decimals));
export const formatBytes = (bytes: number | null | undefined): string => quantityText(bytesQuantity(bytes));
export const formatCount = (count: number | null | undefined): string => quantityText(countQuantity(count));
export const formatDuration = (seconds: number | null | undefined, parts: 1 | 2 = 1): string =>
  quantityText(durationQuantity(seconds, parts));

type Instant = string | number | Date;

/** "2026-11-22T13:02:07" in `zone`. */
const wallText = (instant: Instant, zone: string): string =>
  new Date(wallClock(new Date(instant).getTime(), zone)).toISOString().slice(0, 19);

/** "2026-11-22" in `zone` (an IANA name or "UTC"). */
export const formatDay = (instant: Instant, zone: string): string => wallText(instant, zone).slice(0, 10);

/** "13:02" in `zone`. */
export const formatClock = (instant: Instant, zone: string): string => wallText(instant, zone).slice(11, 16);

/** "2026-11-22 13:02" in `zone`; null is "–". */
export const formatTime = (instant: Instant | null, zone: string): string =>
  instant === null ? NOTHING : wallText(instant, zone).slice(0, 16).replace("T", " ");

/** "2026-11-22 13:02:07" in `zone`. */
export const formatTimeSeconds = (instant: Instant, zone: string): string => wallText(instant, zone).replace("T", " ");

/** The shortest form that is not ambiguous beside `now`: "13:02" on the same day, else "2026-11-22 13:02". */
export function formatRecentTime(instant: Instant, zone: string, now: Instant): string {
  const near = Math.abs(new Date(now).getTime() - new Date(instant).getTime()) < MILLISECONDS.day;
  return near && formatDay(instant, zone) === formatDay(now, zone)
    ? formatClock(instant, zone)
    : formatTime(instant, zone);
}
