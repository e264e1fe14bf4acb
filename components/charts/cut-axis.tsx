import { cn } from "#components/ui/cn.ts";
import { Box, Placed } from "#components/ui/placed.tsx";
import { timeTicks } from "#lib/axis.ts";
import type { CutAxis } from "#lib/axis-cut.ts";

type Props = { axis: CutAxis; zone: string };

/** Ticks of every segment, as many as its width has room for; for a wide and for a narrow frame. */
const ticksOf = ({ axis, zone }: Props) =>
  [8, 4].map((count) => ({
    shown: count === 8 ? "hidden @lg:block" : "@lg:hidden",
    ticks: axis.segments.flatMap(({ from_ms, to_ms, width }) =>
      timeTicks(from_ms, to_ms, zone, Math.max(1, Math.round((count * width) / 100))).map((tick) => ({
        ...tick,
        left: axis.place(tick.time_ms),
      })),
    ),
  }));

/** Hairlines at the ticks, and where a stretch is left out. */
export function CutGrid(props: Props) {
  return (
    <>
      {ticksOf(props).map(({ shown, ticks }) => (
        <div key={shown} aria-hidden="true" className={shown}>
          {ticks.map(({ time_ms, left, major }) => (
            <Placed key={time_ms} left={left}>
              <div className={cn("w-px shrink-0", major ? "bg-line-strong" : "bg-grid")} />
            </Placed>
          ))}
        </div>
      ))}
      {props.axis.cuts.map(({ from_ms, left }) => (
        <Placed key={from_ms} left={left}>
          <Box width="4%" className="hatch h-full border-x border-dashed border-line-strong" data-mark="cut" />
        </Placed>
      ))}
    </>
  );
}

/** Percent from the middle of a cut within which the name of a tick would lie under its ellipsis. */
const NEAR_CUT = 4;

/** Names of the ticks, in the viewer's zone, 20 px high; a cut is told by an ellipsis. */
export function CutTicks(props: Props) {
  const { segments, cuts } = props.axis;
  const narrow = segments.length > 2;
  const named = (at: number) => cuts.every(({ left }) => Math.abs(left + 2 - at) >= NEAR_CUT);
  return (
    <div aria-hidden="true" className="relative h-5">
      {ticksOf(props).map(({ shown, ticks }) => (
        <div key={shown} className={shown}>
          {ticks
            .filter(({ left }) => named(left))
            .map(({ time_ms, left, label, major }) => (
              <Placed key={time_ms} left={left} className="top-1">
                <span
                  className={cn(
                    "figure shrink-0 text-12",
                    major ? "text-ink-2" : "text-ink-3",
                    left < 3 ? "" : left > 96 ? "-translate-x-full" : "-translate-x-1/2",
                    narrow && !major && "@max-lg:hidden",
                  )}
                >
                  {label}
                </span>
              </Placed>
            ))}
        </div>
      ))}
      {cuts.map(({ from_ms, left }) => (
        <Placed key={from_ms} left={left + 2} className="top-1">
          <span className="shrink-0 -translate-x-1/2 bg-panel px-0.5 text-12 text-ink-3">…</span>
        </Placed>
      ))}
    </div>
  );
}
