import type { PercentileMethod, RangeSource } from "./node.ts";

/** One day of the viewer's zone, [from, to): 23 to 25 hours where clocks change. */
export type UptimeDay = {
  from: string;
  to: string;
  measurement_count: number;
  /** Due up to now. */
  expected_count: number;
  reply_count: number;
  /** null: nothing was measured. */
  uptime_pct: number | null;
};

/** The newest 90 days of a node, oldest first; the last one is today and not over. */
export type UptimeDays = {
  node_id: string;
  /** Whose days they are: the zone that was asked for, or UTC where only hours of UTC are left. */
  time_zone: string;
  /** Why not the zone that was asked for; null: they are its days. */
  reason: string | null;
  source: Exclude<RangeSource["source"], "aggregates_daily">;
  days: UptimeDay[];
  as_of: string;
};

/** What an hour of the day, 0 to 23 on the wall clock, is like over all days of the range. */
export type HourOfDay = {
  hour: number;
  reply_count: number;
  /** null: no reply in this hour on any day. */
  latency_ms_p50: number | null;
  latency_ms_p95: number | null;
};

export type HourPattern = {
  node_id: string;
  from: string;
  to: string;
  time_zone: string;
  sources: RangeSource[];
  percentiles: PercentileMethod;
  /** Hours of the zone do not begin with hours of UTC: an hour of the rollup counts for the hour in which it begins. */
  shifted_minutes: number;
  hours: HourOfDay[];
  as_of: string;
};
