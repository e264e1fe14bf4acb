import { cn } from "#components/ui/cn.ts";
import { Sparkline } from "#components/ui/sparkline.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { changeOf, measureOf } from "#lib/change.ts";
import { countQuantity, fixed, formatCount, latencyQuantity, percentQuantity, shareQuantity } from "#lib/format.ts";
import type { Quantity } from "#lib/format.ts";
import type { FleetChanges, FleetTrend } from "#lib/model/fleet-changes.ts";
import type { Figures, FleetSummary, NodeStatus } from "#lib/model/node.ts";
import { nodeCount } from "#lib/health.ts";
import { percentilesText } from "#lib/source-line.ts";
import { ChangeFigure } from "./change-figure.tsx";
import { coverageLevel, lossLevel, p95Level, uptimeLevel } from "./levels.ts";
import type { Level } from "./levels.ts";

const STATUSES: readonly NodeStatus[] = ["online", "late", "silent", "never"];

type Tile = {
  key: keyof FleetTrend;
  label: string;
  quantity: (fleet: Figures) => Quantity;
  level?: (fleet: Figures) => Level;
  source: (summary: FleetSummary) => string;
};

const TILES: readonly Tile[] = [
  {
    key: "latency_ms_p50",
    label: "Latency p50",
    quantity: (fleet) => latencyQuantity(fleet.latency_ms_p50),
    source: ({ fleet, percentiles }) =>
      fleet.latency_ms_p50 === null ? "no reply" : percentilesText(percentiles, "").trim(),
  },
  {
    key: "latency_ms_p95",
    label: "Latency p95",
    quantity: (fleet) => latencyQuantity(fleet.latency_ms_p95),
    level: (fleet) => p95Level(fleet.latency_ms_p95),
    source: ({ fleet }) => `of ${formatCount(fleet.reply_count)} replies`,
  },
  {
    key: "uptime_pct",
    label: "Uptime",
    quantity: (fleet) => percentQuantity(fleet.uptime_pct, 2),
    level: (fleet) => uptimeLevel(fleet.uptime_pct),
    source: ({ fleet }) => `of ${formatCount(fleet.measurement_count)} measurements`,
  },
  {
    key: "packet_loss",
    label: "Packet loss",
    quantity: (fleet) => percentQuantity(fleet.packet_loss, 2),
    level: (fleet) => lossLevel(fleet.packet_loss),
    source: ({ fleet }) => `known for ${formatCount(fleet.loss_known_count)}`,
  },
  {
    key: "coverage",
    label: "Coverage",
    quantity: (fleet) => shareQuantity(fleet.coverage),
    level: (fleet) => coverageLevel(fleet.coverage),
    source: ({ fleet }) => `of ${formatCount(fleet.expected_count)} expected`,
  },
];

type FleetTilesProps = { summary: FleetSummary; changes: FleetChanges | undefined; failed: boolean };

/** The fleet in six figures, each with its change against the period before, its course, and what it rests on. */
export function FleetTiles({ summary, changes, failed }: FleetTilesProps) {
  return (
    <StatRow label="The fleet over the range">
      <Stat label="Nodes" quantity={countQuantity(nodeCount(summary))} source={summary.down_count > 0 ? null : "now"}>
        <StatusCounts summary={summary} />
      </Stat>
      {TILES.map((tile) => (
        <Stat
          key={tile.key}
          label={tile.label}
          quantity={tile.quantity(summary.fleet)}
          mark={tile.level?.(summary.fleet)}
          source={tile.source(summary)}
        >
          {changes ? (
            <Course tile={tile} summary={summary} changes={changes} />
          ) : (
            <span className="flex h-4 items-center">
              {failed ? <span className="text-ink-3">change not known</span> : <span className="skeleton h-2.5 w-24" />}
            </span>
          )}
        </Stat>
      ))}
    </StatRow>
  );
}

const Count = ({ mark, count, word }: { mark: Mark; count: number; word: string }) => (
  <span className={cn("inline-flex items-center whitespace-nowrap", count === 0 && "text-ink-3 [&_svg]:opacity-50")}>
    <StatusMark mark={mark} text={`${count} ${word}`} label="hidden" />
    <span aria-hidden="true" className="figure pl-1">
      {fixed(count, 0)}
    </span>
  </span>
);

/** How recent the nodes are, and apart from it how many targets are down now. */
function StatusCounts({ summary: { status_counts, down_count } }: { summary: FleetSummary }) {
  return (
    <>
      <span className="flex flex-wrap gap-x-2">
        {STATUSES.map((status) => (
          <Count key={status} mark={status} count={status_counts[status]} word={status} />
        ))}
      </span>
      {down_count > 0 ? (
        <span className="flex items-center gap-1.5 text-bad">
          <StatusMark mark="down" label="none" />
          <span className="figure">{fixed(down_count, 0)} down now</span>
        </span>
      ) : null}
    </>
  );
}

function Course({ tile, summary, changes }: { tile: Tile; summary: FleetSummary; changes: FleetChanges }) {
  const { before, trend } = changes;
  const change = changeOf(summary.fleet, before.fleet, tile.key, [summary.percentiles, before.percentiles]);
  return (
    <span className="flex h-4 items-center justify-between gap-3">
      {change.kind === "not_comparable" ? (
        <span title={change.reason} className="shrink-0 whitespace-nowrap text-ink-3">
          {change.reason.split(":")[0]}
          <span className="sr-only">{change.reason.split(":")[1]}</span>
        </span>
      ) : (
        <span className="shrink-0 whitespace-nowrap">
          <ChangeFigure change={change} measure={tile.key} />
        </span>
      )}
      <Sparkline
        values={trend[tile.key]}
        label={`${measureOf(tile.key).name} over the range`}
        className="h-4 w-20 min-w-0"
      />
    </span>
  );
}
