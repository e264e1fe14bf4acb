export type Align = "start" | "center" | "end";

type Size = { width: number; height: number };
type Anchor = { left: number; right: number; top: number; bottom: number };

/** Between a control and its popup, and between a popup and the window's edge, in px. */
const GAP = 4;
const MARGIN = 8;

/**
 * Where a popup stands: under its control, above it when only there is more room, and inside the window at the sides.
 * `max_height` is the room on that side.
 */
export function placePopup(
  anchor: Anchor,
  popup: Size,
  view: Size,
  align: Align,
): { left: number; top: number; max_height: number } {
  const below = view.height - anchor.bottom - GAP - MARGIN;
  const above = anchor.top - GAP - MARGIN;
  const under = popup.height <= below || below >= above;
  const max_height = Math.max(0, under ? below : above);
  const height = Math.min(popup.height, max_height);
  const wanted = {
    start: anchor.left,
    center: (anchor.left + anchor.right - popup.width) / 2,
    end: anchor.right - popup.width,
  }[align];
  return {
    left: Math.max(MARGIN, Math.min(wanted, view.width - popup.width - MARGIN)),
    top: under ? anchor.bottom + GAP : anchor.top - GAP - height,
    max_height,
  };
}
