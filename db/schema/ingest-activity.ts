import type { GeneratedAlways } from "kysely";
import type { IngestSourceKind } from "#lib/model/ingest-activity.ts";

/** Who sends: a token, or a way in of its own. `key` is unique within the kind. */
export type IngestSourcesTable = {
  source_id: GeneratedAlways<number>;
  kind: IngestSourceKind;
  key: string;
  name: string;
  first_at: string;
  last_at: string;
};

/** What became of a source's rows in a minute (60), an hour (3600) or since ever (0). */
export type IngestCountsTable = {
  bucket_seconds: number;
  bucket: string;
  source_id: number;
  bodies: number;
  failed_bodies: number;
  batches: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  nodes_created: number;
  batch_ms_sum: number;
  batch_ms_max: number;
  batch_counts: number[];
  lag_ms_sum: number;
  lag_ms_min: number | null;
  lag_ms_max: number | null;
  lag_counts: number[];
};

/** Lines that were refused, by field and reason, of a source in a bucket. */
export type IngestRejectionsTable = {
  bucket_seconds: number;
  bucket: string;
  source_id: number;
  field: string;
  reason: string;
  lines: number;
};

/** The last refused lines, at most as many and as long as db/writes/ingest/activity.ts keeps. */
export type IngestRejectsTable = {
  reject_id: GeneratedAlways<number>;
  rejected_at: string;
  source_id: number;
  format: string;
  line: number;
  field: string;
  reason: string;
  message: string;
  text: string | null;
  text_length: number | null;
};

/** Nodes that measurements put into another region than they have. */
export type RegionConflictsTable = {
  node_name: string;
  other_region: string;
  region: string;
  source_id: number;
  rows: number;
  first_at: string;
  last_at: string;
};
