import { cn } from "#components/ui/cn.ts";
import { Placed } from "#components/ui/placed.tsx";
import type { Window } from "#lib/chart-zoom.ts";
import { shiftChange, shiftLevels } from "#lib/level-shift-words.ts";
import type { LevelShift } from "#lib/model/level-shift.ts";

/** More marks than these would cover the plot: then each is a short line at its head. */
const WHOLE_LINES_MAX = 30;

/** Percent of the plot's width that a mark's words take: with both levels, and the change alone. */
const ROOM = { levels: 19, change: 7 } as const;

type Placing = { shift: LevelShift; left: number; words: keyof typeof ROOM | null };

/** Marks in the view from left to right, each with as many words as fit before the next. */
function placings(shifts: readonly LevelShift[], { from_ms, to_ms }: Window): Placing[] {
  const marks = shifts
    .map((shift) => ({ shift, left: ((Date.parse(shift.time) - from_ms) / (to_ms - from_ms)) * 100 }))
    .filter(({ left }) => left >= 0 && left <= 100)
    .toSorted((a, b) => a.left - b.left);
  return marks.map((mark, index) => {
    const room = (marks[index + 1]?.left ?? 100) - mark.left;
    return { ...mark, words: room >= ROOM.levels ? "levels" : room >= ROOM.change ? "change" : null };
  });
}

/** A triangle up or down: which way the level went. */
export const ShiftGlyph = ({ change_ms, className }: { change_ms: number; className?: string }) => (
  <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true" className={cn("shrink-0", className)}>
    <path d={change_ms > 0 ? "M4 .8 7.6 7.2H.4z" : "M4 7.2 .4.8h7.2z"} fill="currentColor" />
  </svg>
);

/** Every shift of the level: a fine line at its moment, and at its head which way and by how much. */
export function ShiftMarks({ view, shifts }: { view: Window; shifts: readonly LevelShift[] }) {
  const marks = placings(shifts, view);
  const height = marks.length > WHOLE_LINES_MAX ? "h-7" : "h-full";
  return marks.map(({ shift, left, words }) => (
    <Placed key={shift.time} left={left}>
      <span
        data-mark={shift.change_ms > 0 ? "shift-up" : "shift-down"}
        className={cn("flex shrink-0 items-start gap-1 border-l border-dashed border-ink-2/70 pt-2.5", height)}
      >
        <ShiftGlyph change_ms={shift.change_ms} className="mt-1 -ml-1 text-ink-2" />
        {words ? (
          <span className="figure rounded-xs bg-panel/80 px-0.5 text-12 leading-4 whitespace-nowrap text-ink-2 max-md:hidden">
            {words === "levels" ? `${shiftLevels(shift)}, ${shiftChange(shift)}` : shiftChange(shift)}
          </span>
        ) : null}
      </span>
    </Placed>
  ));
}

/** What the line means, for the key below the chart. */
export const ShiftKeySwatch = () => (
  <span aria-hidden="true" className="flex h-2.5 items-center border-l border-dashed border-ink-2 pl-px text-ink-2">
    <ShiftGlyph change_ms={1} />
  </span>
);
