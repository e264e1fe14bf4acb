import type { ColumnType } from "kysely";

/** A measurement, identified by (node_id, time). A hypertable of weekly chunks. */
export type MetricsTable = {
  time: ColumnType<string, Date | string, never>;
  node_id: string;
  /** Round trip; null when no reply came. */
  latency_ms: number | null;
  uptime_pct: number;
  /** Null when the source cannot know. */
  packet_loss: number | null;
};
