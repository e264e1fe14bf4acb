import { type Kysely, sql } from "kysely";

/**
 * What ingest did: counted per source and minute, hour and since ever, so that it is right with any number of
 * writing processes; and the last lines that were refused. Whoever writes measurements writes this, and keeps it bounded.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  // `key`: a token's id, a folder's path, or empty where a kind has one source.
  await sql`
    CREATE TABLE fiber.ingest_sources (
      source_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('token', 'person', 'command_line', 'watch_folder', 'demo')),
      key text NOT NULL CHECK (length(key) <= 300),
      name text NOT NULL CHECK (length(name) <= 300),
      first_at timestamptz NOT NULL,
      last_at timestamptz NOT NULL,
      UNIQUE (kind, key)
    )`.execute(db);
  // `bucket_seconds` 60, 3600, or 0: since ever, with `bucket` at the epoch. The arrays count by the bounds of lib/ingest/activity.ts.
  await sql`
    CREATE TABLE fiber.ingest_counts (
      bucket_seconds integer NOT NULL CHECK (bucket_seconds IN (0, 60, 3600)),
      bucket timestamptz NOT NULL,
      source_id integer NOT NULL REFERENCES fiber.ingest_sources ON DELETE CASCADE,
      bodies bigint NOT NULL,
      failed_bodies bigint NOT NULL,
      batches bigint NOT NULL,
      accepted bigint NOT NULL,
      duplicates bigint NOT NULL,
      rejected bigint NOT NULL,
      nodes_created bigint NOT NULL,
      batch_ms_sum double precision NOT NULL,
      batch_ms_max double precision NOT NULL,
      batch_counts bigint[] NOT NULL,
      lag_ms_sum double precision NOT NULL,
      lag_ms_min double precision,
      lag_ms_max double precision,
      lag_counts bigint[] NOT NULL,
      PRIMARY KEY (bucket_seconds, bucket, source_id)
    )`.execute(db);
  await sql`
    CREATE TABLE fiber.ingest_rejections (
      bucket_seconds integer NOT NULL CHECK (bucket_seconds IN (0, 60, 3600)),
      bucket timestamptz NOT NULL,
      source_id integer NOT NULL REFERENCES fiber.ingest_sources ON DELETE CASCADE,
      field text NOT NULL CHECK (length(field) <= 40),
      reason text NOT NULL CHECK (length(reason) <= 40),
      lines bigint NOT NULL,
      PRIMARY KEY (bucket_seconds, bucket, source_id, field, reason)
    )`.execute(db);
  await sql`
    CREATE TABLE fiber.ingest_rejects (
      reject_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      rejected_at timestamptz NOT NULL,
      source_id integer NOT NULL REFERENCES fiber.ingest_sources ON DELETE CASCADE,
      format text NOT NULL CHECK (length(format) <= 40),
      line bigint NOT NULL,
      field text NOT NULL CHECK (length(field) <= 100),
      reason text NOT NULL CHECK (length(reason) <= 40),
      message text NOT NULL CHECK (length(message) <= 500),
      text text CHECK (length(text) <= 500),
      text_length integer
    )`.execute(db);
  await sql`CREATE INDEX idx_ingest_rejects_source ON fiber.ingest_rejects (source_id, reject_id DESC)`.execute(db);
  await sql`
    CREATE TABLE fiber.region_conflicts (
      node_name text NOT NULL CHECK (length(node_name) <= 300),
      other_region text NOT NULL CHECK (length(other_region) <= 300),
      region text NOT NULL,
      source_id integer NOT NULL REFERENCES fiber.ingest_sources ON DELETE CASCADE,
      rows bigint NOT NULL,
      first_at timestamptz NOT NULL,
      last_at timestamptz NOT NULL,
      PRIMARY KEY (node_name, other_region)
    )`.execute(db);
  await sql`CREATE INDEX idx_region_conflicts_last_at ON fiber.region_conflicts (last_at)`.execute(db);
  await sql`
    GRANT INSERT, UPDATE, DELETE ON fiber.ingest_sources, fiber.ingest_counts, fiber.ingest_rejections,
      fiber.ingest_rejects, fiber.region_conflicts TO fiber_writer`.execute(db);
};
