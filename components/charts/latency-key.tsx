import { cn } from "#components/ui/cn.ts";
import { Box } from "#components/ui/placed.tsx";
import { LOSS_LABELS, lossLevel } from "#lib/chart-series.ts";
import type { LossLevel } from "#lib/chart-series.ts";
import { formatTime } from "#lib/format.ts";
import { ChartKey, Swatch } from "./chart-marks.tsx";
import { ShiftKeySwatch } from "./shift-marks.tsx";

/** How dense each band of the smoke is drawn; where they lie over each other they add up. */
export const BAND_OPACITY = { whole: 0.08, most: 0.16, middle: 0.28 } as const;

const LEVELS: LossLevel[] = [0, 1, 2, 3, 4];

/** The colour of a step of the loss ramp; loss that is not known is grey. */
export const lossColour = (level: LossLevel | null) => (level === null ? "var(--ink-3)" : `var(--loss-${level})`);

/** The same colour as a background. */
export const LOSS_FILL: Record<LossLevel, string> = {
  0: "bg-loss-0",
  1: "bg-loss-1",
  2: "bg-loss-2",
  3: "bg-loss-3",
  4: "bg-loss-4",
};

/** As dense as the bands are where they lie over each other, and never too thin to be seen. */
const BAND_SWATCH = { whole: "opacity-12", most: "opacity-24", middle: "opacity-52" } as const;

/** The thickness of the median in px: 1.5 without loss, more with each step, so that colour is not the only sign. */
export const lossWidth = (level: LossLevel | null) => (level === null ? 1.5 : 1.5 + level * 0.75);

const Line = ({ level }: { level: LossLevel | null }) => (
  <Box
    height={lossWidth(level)}
    className={cn("inline-block w-3.5 rounded-full", level === null ? "bg-ink-3" : LOSS_FILL[level])}
  />
);

/** A short line as the median is drawn at this loss. */
export const LossSwatch = ({ packet_loss }: { packet_loss: number | null }) => <Line level={lossLevel(packet_loss)} />;

/** A patch as dense as a band. */
export const BandSwatch = ({ band }: { band: keyof typeof BAND_OPACITY }) => (
  <Swatch className={cn("bg-smoke", BAND_SWATCH[band])} />
);

/** Percentiles that can be drawn as lines over the bands. */
export type LatencyPercentile = "p95" | "p99";

/** How their lines are dashed: one colour, so the dash tells them apart. */
export const PERCENTILE_DASH: Record<LatencyPercentile, string> = { p95: "4 3", p99: "1 2" };

/** A piece of a percentile's line. */
export const PercentileSwatch = ({ name }: { name: LatencyPercentile }) => (
  <svg aria-hidden="true" viewBox="0 0 16 8" width="16" height="8" className="shrink-0">
    <path d="M0 4H16" fill="none" stroke="var(--ink-2)" strokeWidth="1.25" strokeDasharray={PERCENTILE_DASH[name]} />
  </svg>
);

type LatencyKeyProps = {
  percentiles: readonly LatencyPercentile[];
  silent: boolean;
  down: boolean;
  shifted: boolean;
  unknown: boolean;
  /** From when on the values come from measurements; null: not told. */
  tail_ms: number | null;
  zone: string;
  className?: string;
};

/** What the marks of the latency chart mean; marks that do not occur are left out. */
export function LatencyKey({ percentiles, silent, down, shifted, unknown, tail_ms, zone, className }: LatencyKeyProps) {
  const occurring = [
    unknown && { swatch: <Line level={null} />, text: "loss not known" },
    ...percentiles.map((name) => ({ swatch: <PercentileSwatch name={name} />, text: name })),
    down && { swatch: <Swatch className="h-1.5 rounded-none bg-loss-4" />, text: "no reply: target down" },
    silent && { swatch: <Swatch className="hatch border border-(--hatch)" />, text: "probe silent" },
    shifted && { swatch: <ShiftKeySwatch />, text: "level shift" },
    tail_ms !== null && {
      swatch: <Swatch className="rounded-none border-l border-dashed border-accent bg-tint-info" />,
      text: `from measurements since ${formatTime(tail_ms, zone)}`,
    },
  ].filter((item) => item !== false);
  return (
    <div className={className}>
      <ChartKey
        items={[
          ...LEVELS.map((level) => ({
            swatch: <Line level={level} />,
            text: level === 0 ? "median at 0 % loss" : LOSS_LABELS[level],
          })),
          ...occurring,
        ]}
      />
    </div>
  );
}
