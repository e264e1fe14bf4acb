import type { ColumnType, Generated } from "kysely";

/** A day (its start, UTC) whose aggregates late measurements made wrong. */
export type RefreshRequestsTable = {
  request_id: Generated<number>;
  day: ColumnType<string, string, never>;
  late_rows: number;
  requested_at: Generated<string>;
};

/** A day that was refreshed for late measurements, when last, and for how many rows in all. */
export type LateRefreshesTable = { day: string; late_rows: number; refreshed_at: string };
