import { cn } from "./cn.ts";

const WIDTH = 120;
const HEIGHT = 20;
const PAD = 2;

type Scale = { x: (index: number) => number; y: (value: number) => number };

/** Equal slices over the width. The height spans at least a third of the middle value, so that calm looks calm. */
function scaleOf(values: readonly (number | null)[]): Scale | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const middle = (low + high) / 2;
  const span = Math.max(high - low, middle / 3, 1);
  const bottom = middle - span / 2;
  const step = WIDTH / values.length;
  return {
    x: (index) => (index + 0.5) * step,
    y: (value) => HEIGHT - PAD - ((value - bottom) / span) * (HEIGHT - 2 * PAD),
  };
}

/** One path for all runs without a gap; a lone value becomes a dot (a line of no length with round ends). */
function pathOf(values: readonly (number | null)[], { x, y }: Scale): string {
  return values
    .map((value, index) => {
      if (value === null) return "";
      const before = values[index - 1];
      const start = before === null || before === undefined;
      const at = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      return start ? `M${at}L${at}` : `L${at}`;
    })
    .join("");
}

type Run = { from: number; to: number };

/** Neighbouring slices of one kind, in drawing units. */
function runsOf(kinds: string, kind: string): Run[] {
  const step = WIDTH / Math.max(1, kinds.length);
  return [...kinds.matchAll(new RegExp(`${kind}+`, "g"))].map(({ index, 0: run }) => ({
    from: index * step,
    to: (index + run.length) * step,
  }));
}

/** Slanted lines from edge to edge of each run, one at least. */
const hatchOf = (runs: Run[]): string =>
  runs
    .flatMap(({ from, to }) => {
      const count = Math.max(1, Math.floor((to - from) / 3.2));
      return Array.from({ length: count }, (_, at) => {
        const x = from + (at * (to - from)) / count;
        return `M${x.toFixed(1)} ${HEIGHT - 1}L${Math.min(to, x + 3).toFixed(1)} 3`;
      });
    })
    .join("");

const footOf = (runs: Run[]): string =>
  runs.map(({ from, to }) => `M${from.toFixed(1)} ${HEIGHT - 1.5}H${to.toFixed(1)}`).join("");

type SparklineProps = {
  values: readonly (number | null)[];
  /** A letter a slice: d is drawn as a foot (target down), s as a hatch (probe silent), any other by its value. */
  kinds?: string | undefined;
  label: string;
  className?: string;
};

/** A line of values over equal slices, oldest first, in its own scale. null is a gap and never bridged. */
export function Sparkline({ values, kinds = "", label, className = "h-5 w-full" }: SparklineProps) {
  const scale = scaleOf(values);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("block", className)}
    >
      <path d={hatchOf(runsOf(kinds, "s"))} className="stroke-silent" strokeWidth="1" opacity={0.65} fill="none" />
      <path d={footOf(runsOf(kinds, "d"))} className="stroke-bad" strokeWidth="3" fill="none" />
      {scale ? (
        <path
          d={pathOf(values, scale)}
          className="stroke-ink-2"
          strokeWidth="1.25"
          vectorEffect="non-scaling-stroke"
          strokeLinecap="round"
          strokeLinejoin="round"
          fill="none"
        />
      ) : null}
    </svg>
  );
}
