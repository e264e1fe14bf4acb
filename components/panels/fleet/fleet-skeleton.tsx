import { Panel } from "#components/ui/panel.tsx";
import { Box } from "#components/ui/placed.tsx";
import { StatRow } from "#components/ui/stat.tsx";

const TILES = ["Nodes", "Latency p50", "Latency p95", "Uptime", "Packet loss", "Coverage"];

/** The fleet while it loads: the same frame and heights, figures still to come. */
export function FleetSkeleton() {
  return (
    <output aria-label="Loading the fleet" className="flex flex-col gap-4">
      <StatRow label="The fleet over the range">
        {TILES.map((label) => (
          <div key={label} className="flex h-[102px] flex-col gap-0.5 bg-panel px-4 py-3">
            <dt className="text-12 text-ink-3">{label}</dt>
            <dd className="skeleton mt-1.5 h-4 w-20" />
            <dd className="skeleton mt-3 h-2.5 w-28" />
            <dd className="skeleton mt-2 h-2.5 w-20" />
          </div>
        ))}
      </StatRow>
      <Panel title="Nodes" source="Loading" flush>
        <div className="mx-4 mb-3 h-8" />
        <div className="h-8 border-b" />
        {Array.from({ length: 12 }, (_, row) => (
          <div key={row} className="flex h-9 items-center border-b px-4">
            <Box width={`${18 + ((row * 7) % 11)}%`} className="skeleton h-3" />
          </div>
        ))}
      </Panel>
    </output>
  );
}
