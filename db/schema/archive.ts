import type { Generated } from "kysely";

/** A chunk that was exported, whether it is still in its hypertable or was dropped since. Sizes in bytes. */
export type ArchivedChunksTable = {
  chunk_schema: string;
  chunk_name: string;
  hypertable_schema: string;
  /** The materialization hypertable when it stored a part of a continuous aggregate. */
  hypertable_name: string;
  range_start: string;
  range_end: string;
  row_count: number;
  /** Of the chunk in the database when it was exported, indexes included. */
  chunk_bytes: number;
  archive_bytes: number;
  /** `file:///dir/file` or `s3://bucket/key`. */
  location: string;
  /** `sha256:` and 64 digits. */
  checksum: string;
  archived_at: Generated<string>;
  /** When it was read back from the archive and found equal; null: not yet. */
  verified_at: string | null;
};

/** From which age on whole chunks of a hypertable are to be archived. `archive_after` is an interval. */
export type ArchivePoliciesTable = { hypertable_schema: string; hypertable_name: string; archive_after: string };
