/** What can be exported, with its columns in order; `kind` says how a value is written. */
export type ColumnKind = "time" | "text" | "count" | "real" | "double";
export type ExportColumn = { name: string; kind: ColumnKind; nullable: boolean };
export type ExportRow = Record<string, string | number | null>;

const column = (name: string, kind: ColumnKind, nullable = false): ExportColumn => ({ name, kind, nullable });

const NODE = [column("node_id", "text"), column("node_name", "text")];

const ROLLUP = [
  column("bucket", "time"),
  ...NODE,
  ...["measurement_count", "reply_count", "loss_known_count"].map((name) => column(name, "count")),
  column("avg_latency_ms", "double", true),
  ...["min_latency_ms", "max_latency_ms"].map((name) => column(name, "real", true)),
  ...["p05", "p25", "p50", "p75", "p95", "p99"].map((name) => column(`${name}_latency_ms`, "double", true)),
  column("avg_uptime_pct", "double"),
  column("avg_packet_loss", "double", true),
];

/** Relations that can be exported. A column's name is its name in the database. */
export const EXPORT_COLUMNS = {
  metrics: [
    column("time", "time"),
    ...NODE,
    column("latency_ms", "real", true),
    column("uptime_pct", "real"),
    column("packet_loss", "real", true),
  ],
  aggregates_hourly: ROLLUP,
  aggregates_daily: ROLLUP,
} as const satisfies Record<string, readonly ExportColumn[]>;

export type ExportSource = keyof typeof EXPORT_COLUMNS;
export const EXPORT_SOURCES = Object.keys(EXPORT_COLUMNS) as ExportSource[];

export const EXPORT_FORMATS = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson",
  parquet: "application/vnd.apache.parquet",
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
