import { lineStyle } from "#lib/compare-lines.ts";

/** The line of a node as it is drawn everywhere: colour and dash by its place. */
export function NodeSwatch({ place }: { place: number }) {
  const { colour, dash } = lineStyle(place);
  return (
    <svg viewBox="0 0 18 8" width="18" height="8" aria-hidden="true" className="shrink-0">
      <path d="M0 4H18" stroke={`var(--data-${colour})`} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}
