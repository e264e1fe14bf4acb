import { useMemo } from "react";
import type { ReactNode } from "react";
import { Placed, Sunk } from "#components/ui/placed.tsx";
import { linePath, PLOT_WIDTH, plotX, plotY } from "#lib/chart-paths.ts";
import type { Plot } from "#lib/chart-paths.ts";
import type { OverlayLine, OverlayLook } from "#lib/overlay-lines.ts";

/** A short piece of an overlay's line with its sign, as it stands at the end of the line. */
export function OverlaySwatch({ look: { sign, dash, colour } }: { look: OverlayLook }) {
  return (
    <span aria-hidden="true" className="inline-flex shrink-0 items-center gap-1">
      <svg viewBox="0 0 22 8" width="22" height="8">
        <path d="M0 4H22" fill="none" stroke={`var(--data-${colour})`} strokeWidth="1.75" strokeDasharray={dash} />
      </svg>
      <span className="figure text-12 font-medium text-ink-2">{sign}</span>
    </span>
  );
}

/** The lines of the overlays, in the drawing of their chart. */
export function OverlayPaths({ lines, plot }: { lines: readonly OverlayLine[]; plot: Plot }) {
  return lines.map((line) => <OverlayPath key={line.overlay.key} line={line} plot={plot} />);
}

function OverlayPath({ line: { points, overlay, colour, dash }, plot }: { line: OverlayLine; plot: Plot }) {
  const { bucket_seconds } = overlay;
  const d = useMemo(
    () => linePath({ ...plot, bucket_seconds }, points, "latency_ms_p50"),
    [plot, bucket_seconds, points],
  );
  return (
    <path
      data-overlay={overlay.key}
      d={d}
      fill="none"
      stroke={`var(--data-${colour})`}
      strokeWidth={1.75}
      strokeDasharray={dash}
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** Two signs closer than this (in px of the plot's height) would cover each other: the later one goes beside the first. */
const SIGN_HEIGHT = 15;

type Sign = { key: string; sign: string; colour: number; left: number; top: number; step: number };

function signsOf(lines: readonly OverlayLine[], plot: Plot): Sign[] {
  const placed: Sign[] = [];
  for (const { overlay, points, sign, colour } of lines) {
    const last = points.findLast(
      ({ time, latency_ms_p50 }) => latency_ms_p50 !== null && Date.parse(time) < plot.to_ms,
    );
    if (!last) continue;
    const end = Math.min(Date.parse(last.time) + overlay.bucket_seconds * 1000, plot.to_ms);
    const left = (plotX(plot, end) / PLOT_WIDTH) * 100;
    const top = (Math.min(plot.height, Math.max(0, plotY(plot, last.latency_ms_p50 ?? 0))) / plot.height) * 100;
    const near = placed.filter((other) => Math.abs(other.top - top) * plot.height < SIGN_HEIGHT * 100);
    placed.push({ key: overlay.key, sign, colour, left, top, step: near.length });
  }
  return placed;
}

const STEP = [
  "-translate-x-full",
  "-translate-x-[200%]",
  "-translate-x-[300%]",
  "-translate-x-[400%]",
  "-translate-x-[500%]",
];

/** The sign of each overlay at the end of its line. */
export function OverlaySigns({ lines, plot }: { lines: readonly OverlayLine[]; plot: Plot }) {
  return signsOf(lines, plot).map(({ key, sign, colour, left, top, step }) => (
    <Sunk key={key} top={top}>
      <div className="relative h-0 shrink-0">
        <Placed left={left} className="overflow-visible">
          <svg
            viewBox="0 0 16 16"
            width="16"
            height="16"
            className={`shrink-0 -translate-y-1/2 overflow-visible ${STEP[Math.min(step, STEP.length - 1)]}`}
          >
            <rect x="1" y="1" width="14" height="14" rx="4" fill="var(--panel)" stroke={`var(--data-${colour})`} />
            <text x="8" y="11.5" textAnchor="middle" fontSize="10" fontWeight="600" fill="var(--ink)">
              {sign}
            </text>
          </svg>
        </Placed>
      </div>
    </Sunk>
  ));
}

/** What each overlay is and rests on, a line each; what is on its way or cannot be drawn says so in its place. */
export type OverlayNote = { key: string; look: OverlayLook; name: ReactNode; text: ReactNode };

export function OverlayKey({ notes }: { notes: readonly OverlayNote[] }) {
  if (notes.length === 0) return null;
  return (
    <ul aria-label="Laid over" className="grid gap-y-0.5 pt-1 pl-11 text-12 text-ink-3 max-md:pl-0">
      {notes.map(({ key, look, name, text }) => (
        <li key={key} className="flex min-w-0 items-baseline gap-2">
          <OverlaySwatch look={look} />
          <span className="min-w-0">
            <span className="text-ink-2">{name}</span> {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
