"use client";

import { useShowHighlight } from "#components/charts/highlight.client.tsx";
import { ShiftGlyph } from "#components/charts/shift-marks.tsx";
import { useRange } from "#components/shell/use-range.ts";
import { Time, useTimeZone } from "#components/shell/zone.client.tsx";
import { formatCount, formatLatency } from "#lib/format.ts";
import { aroundShift, shiftChange, shiftSentence, shiftShare, shiftStretch } from "#lib/level-shift-words.ts";
import type { LevelShift, LevelShifts } from "#lib/model/level-shift.ts";

const HEADINGS = [
  { text: "when", className: "text-left" },
  { text: "before", className: "text-right" },
  { text: "after", className: "text-right" },
  { text: "change ms", className: "text-right" },
  { text: "of before", className: "text-right max-md:hidden" },
];

const CELL = "h-8 border-b border-line px-3 max-md:px-1.5 first:pl-0 last:pr-0 whitespace-nowrap";

/** One line a shift: pointing at it shows it in the charts, Enter or a click zooms to it. */
export function LevelShiftsTable({ answer }: { answer: LevelShifts }) {
  return (
    <div tabIndex={0} role="region" aria-label="Level shifts, newest first" className="min-h-0 flex-1 overflow-auto">
      <table className="w-full border-separate border-spacing-0 text-13">
        <caption className="sr-only">Level shifts, newest first</caption>
        <thead className="sticky top-0 z-10 bg-panel text-12 text-ink-3">
          <tr>
            {HEADINGS.map(({ text, className }) => (
              <th key={text} scope="col" className={`${CELL} ${className} font-normal`}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.shifts.map((shift) => (
            <ShiftRow key={shift.time} shift={shift} answer={answer} />
          ))}
        </tbody>
      </table>
      {answer.more > 0 ? (
        <p className="py-2 text-12 text-ink-3">
          and {formatCount(answer.more)} more, older than these; a shorter range lists them
        </p>
      ) : null}
    </div>
  );
}

function ShiftRow({ shift, answer }: { shift: LevelShift; answer: LevelShifts }) {
  const { zone } = useTimeZone();
  const { setChoice } = useRange();
  const show = useShowHighlight();
  const point = () => show(shiftStretch(shift, answer.bucket_seconds));
  const zoom = () => {
    const { from_ms, to_ms } = aroundShift(shift, answer.bucket_seconds, Date.parse(answer.as_of));
    show(null);
    setChoice({ kind: "fixed", from: new Date(from_ms).toISOString(), to: new Date(to_ms).toISOString() });
  };
  return (
    <tr className="hover:bg-hover has-focus-visible:bg-hover" onPointerEnter={point} onPointerLeave={() => show(null)}>
      <td className={CELL}>
        <button
          type="button"
          className="inline-flex items-center gap-2 rounded-xs underline-offset-2 hover:underline"
          aria-label={`Zoom to ${shiftSentence(shift, zone, answer.as_of)}`}
          onClick={zoom}
          onFocus={point}
          onBlur={() => show(null)}
        >
          <ShiftGlyph change_ms={shift.change_ms} className="text-ink-2" />
          <Time at={shift.time} />
        </button>
      </td>
      <td className={`${CELL} figure text-right`}>{formatLatency(shift.latency_ms_before)}</td>
      <td className={`${CELL} figure text-right`}>{formatLatency(shift.latency_ms_after)}</td>
      <td className={`${CELL} figure text-right`}>{shiftChange(shift)}</td>
      <td className={`${CELL} figure text-right text-ink-2 max-md:hidden`}>{shiftShare(shift)}</td>
    </tr>
  );
}
