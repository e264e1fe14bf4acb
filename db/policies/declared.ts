/**
 * A policy of the database, as data. Intervals are PostgreSQL's text of them. A relation is in schema public unless it
 * names another. `job`: a procedure of ours that TimescaleDB calls, on the schedule's round times.
 */
export type Policy =
  | { policy_name: string; kind: "job"; relation: string; procedure: string; schedule: string }
  | { policy_name: string; kind: "compression"; relation: string; after: string; schedule: string }
  | { policy_name: string; kind: "retention"; relation: string; after: string; schedule: string }
  | { policy_name: string; kind: "refresh"; relation: string; start: string; end: string; schedule: string };

/**
 * Every policy Fiber-DB wants, in the order in which they are applied. Refresh windows reach back as far as chunks
 * stay uncompressed, so that a scheduler that stood for days leaves no hole; only buckets that changed are refreshed.
 */
export const policies: readonly Policy[] = [
  {
    policy_name: "refresh_hourly",
    kind: "refresh",
    relation: "aggregates_hourly",
    start: "3 days",
    end: "1 hour",
    schedule: "1 hour",
  },
  {
    policy_name: "refresh_hourly_latency",
    kind: "refresh",
    relation: "aggregates_hourly_latency",
    start: "3 days",
    end: "1 hour",
    schedule: "1 hour",
  },
  {
    policy_name: "refresh_daily",
    kind: "refresh",
    relation: "aggregates_daily",
    start: "5 days",
    end: "1 hour",
    schedule: "1 hour",
  },
  {
    policy_name: "refresh_daily_latency",
    kind: "refresh",
    relation: "aggregates_daily_latency",
    start: "5 days",
    end: "1 hour",
    schedule: "1 hour",
  },
  { policy_name: "compress_metrics", kind: "compression", relation: "metrics", after: "3 days", schedule: "12 hours" },
  {
    policy_name: "compress_hourly_latency",
    kind: "compression",
    relation: "aggregates_hourly_latency",
    after: "14 days",
    schedule: "12 hours",
  },
  { policy_name: "retain_metrics", kind: "retention", relation: "metrics", after: "90 days", schedule: "1 day" },
  {
    policy_name: "sample_storage",
    kind: "job",
    relation: "fiber.storage_samples",
    procedure: "fiber.sample_storage",
    schedule: "1 hour",
  },
  {
    policy_name: "compress_storage_samples",
    kind: "compression",
    relation: "fiber.storage_samples",
    after: "7 days",
    schedule: "1 day",
  },
  {
    policy_name: "retain_storage_samples",
    kind: "retention",
    relation: "fiber.storage_samples",
    after: "400 days",
    schedule: "1 day",
  },
];
