import { Gauge } from "prom-client";
import { countNodesByStatus } from "#db/queries/node-status.ts";
import { reader } from "#db/server.ts";
import { type Collect, setAll } from "./collector.ts";

const STATUSES = ["online", "late", "silent", "never"] as const;

/** Nodes by status, and how old the newest measurement is. */
export const collectNodes: Collect = async (registry) => {
  const counts = await countNodesByStatus(reader());
  const registers = [registry];
  const nodes = new Gauge({ name: "fiber_nodes", help: "Nodes by status.", labelNames: ["status"], registers });
  setAll(
    nodes,
    STATUSES.map((status) => ({ labels: { status }, value: counts[status] })),
  );
  if (counts.newest_at === null) return;
  new Gauge({
    name: "fiber_newest_measurement_timestamp_seconds",
    help: "Time of the newest measurement of all nodes.",
    registers,
  }).set(Date.parse(counts.newest_at) / 1000);
};
