import type { ReactNode } from "react";
import { Figure } from "#components/ui/figure.tsx";
import { binRange } from "#lib/chart-distribution.ts";
import type { DistributionBar, Percentiles } from "#lib/chart-distribution.ts";
import { countQuantity, latencyQuantity, shareQuantity } from "#lib/format.ts";
import type { Quantity } from "#lib/format.ts";
import type { LatencyDistribution } from "#lib/model/distribution.ts";

/** A percentile and how its line is dashed; undefined: solid. */
export type PercentileLine = { name: "p50" | "p95" | "p99"; value: number; dash: string | undefined };

const DASHES = [
  ["p50", undefined],
  ["p95", "5 3"],
  ["p99", "1.5 3"],
] as const;

/** The percentiles that are known, each with its own dash. */
export const percentileLines = (percentiles: Percentiles | undefined): PercentileLine[] =>
  DASHES.flatMap(([name, dash]) => {
    const value = percentiles?.[`latency_ms_${name}`] ?? null;
    return value === null ? [] : [{ name, value, dash }];
  });

type DistributionLegendProps = {
  /** The bar at the cursor; null: no cursor. */
  at: DistributionBar | null;
  distribution: LatencyDistribution;
  lines: PercentileLine[];
};

/** The values at the cursor in a row that never moves; without a cursor, of the whole range. */
export function DistributionLegend({ at, distribution, lines }: DistributionLegendProps) {
  const { bins, reply_count } = distribution;
  const shown = at ?? {
    latency_ms_from: bins[0]?.latency_ms_from ?? 0,
    latency_ms_to: bins.at(-1)?.latency_ms_to ?? 0,
    reply_count,
    share: 1,
    share_upto: 1,
  };
  return (
    <div data-testid="chart-legend" className="@container pb-2">
      <dl className="grid grid-cols-[repeat(3,minmax(0,1fr))] gap-x-4 gap-y-1 @lg:flex @lg:flex-wrap">
        <div className="col-span-3 @lg:w-52">
          <dt className="text-12 text-ink-3">{at ? "at the cursor" : "all replies"}</dt>
          <dd className="figure text-13">{binRange(shown.latency_ms_from, shown.latency_ms_to)}</dd>
        </div>
        <Item label="replies" value={countQuantity(shown.reply_count)} />
        <Item label="share" value={shareQuantity(shown.share)} />
        <Item label="this or faster" value={shareQuantity(shown.share_upto)} />
        {lines.map(({ name, value, dash }) => (
          <Item key={name} label={name} value={latencyQuantity(value)}>
            <svg viewBox="0 0 14 4" width="14" height="4" aria-hidden="true">
              <path d="M0 2h14" stroke="var(--ink)" strokeWidth={1.5} strokeDasharray={dash} />
            </svg>
          </Item>
        ))}
      </dl>
    </div>
  );
}

function Item({ label, value, children }: { label: string; value: Quantity; children?: ReactNode }) {
  return (
    <div className="min-w-0 @lg:w-24">
      <dt className="flex items-center gap-1.5 text-12 text-ink-3">
        {children}
        <span className="truncate">{label}</span>
      </dt>
      <dd className="truncate text-13">
        <Figure quantity={value} />
      </dd>
    </div>
  );
}
