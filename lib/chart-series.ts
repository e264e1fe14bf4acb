import type { SeriesPoint } from "./model/series.ts";

/** Steps of the loss ramp, in order: 0, above 0, from 1, from 5, from 20 percent. */
export type LossLevel = 0 | 1 | 2 | 3 | 4;

export const LOSS_LABELS: Record<LossLevel, string> = { 0: "0 %", 1: "> 0 %", 2: "≥ 1 %", 3: "≥ 5 %", 4: "≥ 20 %" };

/** The step of a loss in percent; null when the source cannot know its loss. */
export function lossLevel(packet_loss: number | null): LossLevel | null {
  if (packet_loss === null) return null;
  if (packet_loss >= 20) return 4;
  if (packet_loss >= 5) return 3;
  if (packet_loss >= 1) return 2;
  return packet_loss > 0 ? 1 : 0;
}

/** Why a point has no latency. Silent: the probe sent nothing. Down: it reported, and no reply came. Unexpected: none was due. */
export type PointKind = "replies" | "down" | "silent" | "unexpected";

export function pointKind(point: Pick<SeriesPoint, "count" | "expected_count" | "reply_count">): PointKind {
  if (point.count === 0) return point.expected_count > 0 ? "silent" : "unexpected";
  return point.reply_count > 0 ? "replies" : "down";
}

/** Points [first, last] next to each other; times in ms, `to_ms` exclusive. */
export type Span = { first: number; last: number; from_ms: number; to_ms: number };

/** What begins at a moment, ISO 8601. */
export type Timed = { time: string };

/** The longest runs of neighbouring points for which `holds` is true, oldest first. Points further apart than a bucket are not neighbours. */
export function spans<P extends Timed>(
  points: readonly P[],
  bucket_seconds: number,
  holds: (point: P) => boolean,
): Span[] {
  const bucket = bucket_seconds * 1000;
  const found: Span[] = [];
  let open: Span | undefined;
  points.forEach((point, i) => {
    const from_ms = Date.parse(point.time);
    if (!holds(point)) {
      open = undefined;
    } else if (open && from_ms - open.to_ms < bucket / 2) {
      open.last = i;
      open.to_ms = from_ms + bucket;
    } else {
      open = { first: i, last: i, from_ms, to_ms: from_ms + bucket };
      found.push(open);
    }
  });
  return found;
}

/** The index of the point whose bucket holds `time_ms`, else of the nearest one; -1 without points. Points are in order. */
export function nearestPoint(points: readonly Timed[], bucket_seconds: number, time_ms: number): number {
  if (points.length === 0) return -1;
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Date.parse(points[middle]?.time ?? "") <= time_ms) low = middle;
    else high = middle - 1;
  }
  const end = Date.parse(points[low]?.time ?? "") + bucket_seconds * 1000;
  const next = Date.parse(points[low + 1]?.time ?? "");
  return time_ms >= end && next - time_ms < time_ms - end ? low + 1 : low;
}

/** True when not one measurement lies in the range. */
export const isEmptySeries = (points: SeriesPoint[]): boolean => points.every((point) => point.count === 0);
