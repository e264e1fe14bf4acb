import { type Kysely, sql } from "kysely";

/**
 * The ledger of the archive: one row for each chunk that was exported, which stays when the chunk is dropped; and from
 * which age on the chunks of a hypertable are to be archived. A chunk's name is never given twice in a database.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.archived_chunks (
      chunk_schema text NOT NULL,
      chunk_name text NOT NULL,
      hypertable_schema text NOT NULL,
      hypertable_name text NOT NULL,
      range_start timestamptz NOT NULL CHECK (isfinite(range_start)),
      range_end timestamptz NOT NULL CHECK (isfinite(range_end)),
      row_count bigint NOT NULL CHECK (row_count >= 0),
      chunk_bytes bigint NOT NULL CHECK (chunk_bytes >= 0),
      archive_bytes bigint NOT NULL CHECK (archive_bytes >= 0),
      location text NOT NULL CHECK (location LIKE 'file:///_%' OR location LIKE 's3://_%'),
      checksum text NOT NULL CHECK (checksum ~ '^sha256:[0-9a-f]{64}$'),
      archived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      verified_at timestamptz CHECK (verified_at >= archived_at),
      PRIMARY KEY (chunk_schema, chunk_name),
      CHECK (range_start < range_end)
    )`.execute(db);
  await sql`
    CREATE INDEX archived_chunks_by_range ON fiber.archived_chunks
      (hypertable_schema, hypertable_name, range_start)`.execute(db);
  await sql`
    CREATE TABLE fiber.archive_policies (
      hypertable_schema text NOT NULL,
      hypertable_name text NOT NULL,
      archive_after interval NOT NULL CHECK (archive_after > '0'),
      PRIMARY KEY (hypertable_schema, hypertable_name)
    )`.execute(db);
  await sql`GRANT INSERT, UPDATE, DELETE ON fiber.archived_chunks, fiber.archive_policies TO fiber_writer`.execute(db);
};
