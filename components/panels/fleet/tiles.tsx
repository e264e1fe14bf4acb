import { Stat, StatRow } from "#components/ui/stat.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { countQuantity, fixed, formatCount, latencyQuantity, percentQuantity, shareQuantity } from "#lib/format.ts";
import type { FleetSummary, NodeStatus } from "#lib/model/node.ts";
import { percentilesText } from "#lib/source-line.ts";
import { coverageLevel, lossLevel, p95Level, uptimeLevel } from "./levels.ts";

const STATUSES: readonly NodeStatus[] = ["online", "late", "silent", "never"];

/** The fleet in six figures, each with what it rests on. */
export function FleetTiles({ summary }: { summary: FleetSummary }) {
  const { fleet, nodes, status_counts, percentiles } = summary;
  const exactness = percentilesText(percentiles, "").trim();
  return (
    <StatRow label="The fleet over the range">
      <Stat label="Nodes" quantity={countQuantity(nodes.length)}>
        <span className="flex gap-2.5">
          {STATUSES.map((status) => (
            <span key={status} className={status_counts[status] === 0 ? "text-ink-3 [&_svg]:opacity-50" : undefined}>
              <StatusMark mark={status} text={`${status_counts[status]} ${status}`} label="hidden" />
              <span aria-hidden="true" className="figure pl-1">
                {fixed(status_counts[status], 0)}
              </span>
            </span>
          ))}
        </span>
      </Stat>
      <Stat label="Latency p50" quantity={latencyQuantity(fleet.latency_ms_p50)} source={exactness} />
      <Stat
        label="Latency p95"
        quantity={latencyQuantity(fleet.latency_ms_p95)}
        mark={p95Level(fleet.latency_ms_p95)}
        source={`of ${formatCount(fleet.reply_count)} replies`}
      />
      <Stat
        label="Uptime"
        quantity={percentQuantity(fleet.uptime_pct, 2)}
        mark={uptimeLevel(fleet.uptime_pct)}
        source={`of ${formatCount(fleet.measurement_count)} measurements`}
      />
      <Stat
        label="Packet loss"
        quantity={percentQuantity(fleet.packet_loss, 2)}
        mark={lossLevel(fleet.packet_loss)}
        source={`known for ${formatCount(fleet.loss_known_count)}`}
      />
      <Stat
        label="Coverage"
        quantity={shareQuantity(fleet.coverage)}
        mark={coverageLevel(fleet.coverage)}
        source={`of ${formatCount(fleet.expected_count)} expected`}
      />
    </StatRow>
  );
}
