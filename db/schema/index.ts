import type {
  AccountsTable,
  AuditTable,
  RateLimitsTable,
  SessionsTable,
  TokensTable,
  UsersTable,
  VerificationsTable,
} from "./access.ts";
import type { AggregatesLatencyTable, AggregatesTable } from "./aggregates.ts";
import type { DatasetNodesTable, DatasetsTable, PoliciesTable } from "./datasets.ts";
import type {
  IngestCountsTable,
  IngestRejectionsTable,
  IngestRejectsTable,
  IngestSourcesTable,
  RegionConflictsTable,
} from "./ingest-activity.ts";
import type { ArchivedChunksTable, ArchivePoliciesTable } from "./archive.ts";
import type { FindingSnoozesTable, JobRunnerTable } from "./findings.ts";
import type { LateRefreshesTable, RefreshRequestsTable } from "./late-refreshes.ts";
import type { MetricsTable } from "./metrics.ts";
import type { NodesTable } from "./nodes.ts";
import type { StorageForecastsTable, StorageSamplesTable } from "./storage-samples.ts";

/** What Kysely knows of the database. Unqualified names are in schema public. */
export type Database = {
  nodes: NodesTable;
  metrics: MetricsTable;
  aggregates_hourly: AggregatesTable;
  aggregates_daily: AggregatesTable;
  aggregates_hourly_latency: AggregatesLatencyTable;
  aggregates_daily_latency: AggregatesLatencyTable;
  "fiber.datasets": DatasetsTable;
  "fiber.dataset_nodes": DatasetNodesTable;
  "fiber.policies": PoliciesTable;
  "fiber.users": UsersTable;
  "fiber.sessions": SessionsTable;
  "fiber.accounts": AccountsTable;
  "fiber.verifications": VerificationsTable;
  "fiber.tokens": TokensTable;
  "fiber.audit": AuditTable;
  "fiber.rate_limits": RateLimitsTable;
  "fiber.refresh_requests": RefreshRequestsTable;
  "fiber.late_refreshes": LateRefreshesTable;
  "fiber.ingest_sources": IngestSourcesTable;
  "fiber.ingest_counts": IngestCountsTable;
  "fiber.ingest_rejections": IngestRejectionsTable;
  "fiber.ingest_rejects": IngestRejectsTable;
  "fiber.region_conflicts": RegionConflictsTable;
  "fiber.finding_snoozes": FindingSnoozesTable;
  "fiber.job_runner": JobRunnerTable;
  "fiber.archived_chunks": ArchivedChunksTable;
  "fiber.archive_policies": ArchivePoliciesTable;
  "fiber.storage_samples": StorageSamplesTable;
  "fiber.storage_forecasts": StorageForecastsTable;
};
