import type { SortColumn } from "./search-params.ts";

export type HeadCell = {
  id: SortColumn;
  label: string;
  unit?: string;
  right?: boolean;
  /** The first click sorts the largest first. */
  largestFirst?: boolean;
  title?: string;
};

/** The header, in order. Widths are in globals of the table (`fleet-grid`). */
export const HEAD: readonly HeadCell[] = [
  { id: "status", label: "Status", title: "Worst first" },
  { id: "node_name", label: "Node" },
  { id: "region", label: "Region" },
  { id: "age_seconds", label: "Seen", right: true, title: "Time since the last measurement" },
  { id: "latency_ms_avg", label: "Latency", largestFirst: true, title: "Average latency over the range; sorts by it" },
  { id: "latency_ms_p50", label: "p50", unit: "ms", right: true, largestFirst: true },
  { id: "latency_ms_p95", label: "p95", unit: "ms", right: true, largestFirst: true },
  { id: "uptime_pct", label: "Uptime", unit: "%", right: true },
  { id: "packet_loss", label: "Loss", unit: "%", right: true, largestFirst: true },
  { id: "coverage", label: "Coverage", unit: "%", right: true, title: "Measurements received of those expected" },
  {
    id: "change",
    label: "Change",
    right: true,
    largestFirst: true,
    title: "Against the period of the same length before",
  },
];
