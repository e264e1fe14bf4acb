import type { FleetNode } from "./use-fleet-changes.ts";
import type { FleetLine } from "./fleet-lines.ts";

const COLUMNS = [
  "node_id",
  "node_name",
  "region",
  "status",
  "health",
  "down_since",
  "last_seen_at",
  "measurement_count",
  "expected_count",
  "coverage",
  "latency_ms_avg",
  "latency_ms_p50",
  "latency_ms_p95",
  "latency_ms_p99",
  "uptime_pct",
  "packet_loss",
] as const satisfies readonly (keyof FleetNode)[];

const cell = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The shown nodes in their order as CSV with a header, empty where there is no value. Lines end in CR LF (RFC 4180). */
export function fleetCsv(lines: readonly FleetLine[]): string {
  const rows = lines.flatMap((line) =>
    line.kind === "node" ? [COLUMNS.map((key) => cell(line.node[key])).join(",")] : [],
  );
  return `${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}
