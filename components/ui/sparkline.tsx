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

const gapsOf = (values: readonly (number | null)[]): string => {
  const step = WIDTH / values.length;
  return values
    .map((value, index) => (value === null ? `M${(index * step).toFixed(1)} ${HEIGHT - 1}h${step.toFixed(1)}` : ""))
    .join("");
};

/** A line of values over equal slices, oldest first, in its own scale. null is a gap, dotted at the foot, never bridged. */
export function Sparkline(props: { values: readonly (number | null)[]; label: string; className?: string }) {
  const { values, label, className } = props;
  const scale = scaleOf(values);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("block h-5 w-full", className)}
    >
      <path d={gapsOf(values)} className="stroke-line-strong" strokeWidth="1" strokeDasharray="1.5 2" fill="none" />
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
