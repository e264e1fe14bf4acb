import { bucketText, resolutionText } from "./chart-source.ts";
import type { Window } from "./chart-zoom.ts";
import { changeText, formatCount, formatLatency, formatRecentTime, formatShare, latencyQuantity } from "./format.ts";
import type { LevelShift, LevelShifts } from "./model/level-shift.ts";
import { MILLISECONDS } from "./units.ts";

/** What the panel is called. */
export const LEVEL_SHIFTS_TITLE = "Level shifts";

/** "+15.2", "−0.84": three significant digits with their sign. */
export const shiftChange = ({ change_ms }: Pick<LevelShift, "change_ms">): string =>
  `${change_ms < 0 ? "−" : "+"}${latencyQuantity(Math.abs(change_ms)).value}`;

/** "40.1 → 55.3 ms" */
export const shiftLevels = ({ latency_ms_before, latency_ms_after }: LevelShift): string =>
  `${latencyQuantity(latency_ms_before).value} → ${formatLatency(latency_ms_after)}`;

/** "+38 %" of the level before. */
export const shiftShare = ({ latency_ms_before, change_ms }: LevelShift): string =>
  latency_ms_before > 0 ? `${changeText((change_ms / latency_ms_before) * 100)} %` : "";

/** One shift in words, for a screen reader's button. */
export const shiftSentence = (shift: LevelShift, zone: string, now: string): string =>
  `level shift at ${formatRecentTime(shift.time, zone, now)}, from ${formatLatency(shift.latency_ms_before)} to ${formatLatency(shift.latency_ms_after)}`;

/** The stretch that stands for a shift: its first bucket. */
export const shiftStretch = ({ time }: LevelShift, bucket_seconds: number): Window => {
  const from_ms = Date.parse(time);
  return { from_ms, to_ms: from_ms + bucket_seconds * 1000 };
};

/** A window with enough before and after a shift to see both levels, and nothing after `now_ms`. */
export function aroundShift({ time }: LevelShift, bucket_seconds: number, now_ms: number): Window {
  const margin_ms = Math.max(MILLISECONDS.hour, 30 * bucket_seconds * 1000);
  const at_ms = Date.parse(time);
  return {
    from_ms: at_ms - margin_ms,
    to_ms: Math.max(at_ms + MILLISECONDS.minute, Math.min(at_ms + margin_ms, now_ms)),
  };
}

/** "3 shifts · medians of measurements in 4 min buckets · a level lasts 16 min or more" */
export function shiftSource(answer: LevelShifts): string {
  const count = answer.shifts.length + answer.more;
  return [
    `${formatCount(count)} ${count === 1 ? "shift" : "shifts"}`,
    `medians: ${resolutionText(answer)}${answer.source === "metrics" ? "" : `, ${answer.reason}`}`,
    `a level lasts ${bucketText(answer.level_buckets_min * answer.bucket_seconds)} or more`,
  ].join(" · ");
}

/** How far the marks can be trusted. */
export function detectorText({ detector }: LevelShifts): string {
  const { precision, recall, tolerance_seconds, bucket_seconds } = detector;
  return `How good this is: held against 539 shifts that a person marked on 25 other probes, with buckets of ${bucketText(bucket_seconds)} it found ${formatShare(recall, 0)} of them, and ${formatShare(precision, 0)} of its own marks were right (within ${bucketText(tolerance_seconds)}).`;
}

/** Added to the text that stands for the chart. */
export function shiftsSummary(shifts: readonly LevelShift[], zone: string, now: string): string {
  const [newest] = shifts;
  if (!newest) return "";
  const count = shifts.length === 1 ? "One level shift" : `${formatCount(shifts.length)} level shifts, the newest`;
  return `${count}: ${shiftSentence(newest, zone, now)}.`;
}

const COLUMNS = ["time", "latency_ms_before", "latency_ms_after", "change_ms"] as const;

/** The list as CSV with a header. Times and numbers only: nothing to quote, and a minus is no formula. */
export const shiftsCsv = ({ shifts }: LevelShifts): string =>
  [COLUMNS.join(","), ...shifts.map((shift) => COLUMNS.map((name) => shift[name]).join(","))]
    .map((line) => `${line}\r\n`)
    .join("");
