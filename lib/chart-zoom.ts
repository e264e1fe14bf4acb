/** A window of time, ms since 1970, `to_ms` exclusive. */
export type Window = { from_ms: number; to_ms: number };

const MINUTE = 60_000;
/** Nothing narrower is offered, nor taken from an address. */
export const MIN_SPAN_MS = MINUTE;
/** Nothing wider is offered. */
export const MAX_SPAN_MS = 366 * 24 * 60 * MINUTE;

/** Whole seconds for short windows, whole minutes for others: addresses stay readable. */
function rounded({ from_ms, to_ms }: Window): Window {
  const unit = to_ms - from_ms < 60 * MINUTE ? 1000 : MINUTE;
  return { from_ms: Math.floor(from_ms / unit) * unit, to_ms: Math.ceil(to_ms / unit) * unit };
}

/** A window of `span_ms` about `center_ms`, moved back so far that it does not reach past `now_ms`. */
function about(center_ms: number, span_ms: number, now_ms: number): Window {
  const to_ms = Math.min(center_ms + span_ms / 2, Math.max(now_ms, center_ms));
  return rounded({ from_ms: to_ms - span_ms, to_ms });
}

/** Half the window, about `center_ms` where that lies inside it; a minute at least; null when it is no wider than that. */
export function zoomIn(view: Window, now_ms: number, center_ms?: number): Window | null {
  if (view.to_ms - view.from_ms <= MIN_SPAN_MS) return null;
  const span = Math.max((view.to_ms - view.from_ms) / 2, MIN_SPAN_MS);
  const middle = (view.from_ms + view.to_ms) / 2;
  const wanted = center_ms ?? middle;
  const center = Math.min(Math.max(wanted, view.from_ms + span / 2), view.to_ms - span / 2);
  return about(center, span, now_ms);
}

/** Twice the window; null when it would be wider than a year. */
export function zoomOut(view: Window, now_ms: number): Window | null {
  const span = (view.to_ms - view.from_ms) * 2;
  return span > MAX_SPAN_MS ? null : about((view.from_ms + view.to_ms) / 2, span, now_ms);
}

/** The window between two places of a drag, whichever came first, widened to a minute; null for a mere click (under 1 % of the view). */
export function selectWindow(view: Window, a_ms: number, b_ms: number, now_ms: number): Window | null {
  const [from_ms, to_ms] = a_ms < b_ms ? [a_ms, b_ms] : [b_ms, a_ms];
  if (to_ms - from_ms < (view.to_ms - view.from_ms) / 100) return null;
  if (to_ms - from_ms < MIN_SPAN_MS) return about((from_ms + to_ms) / 2, MIN_SPAN_MS, now_ms);
  return rounded({ from_ms, to_ms });
}
