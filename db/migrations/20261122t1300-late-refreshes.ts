import { type Kysely, sql } from "kysely";

/**
 * Which days of the aggregates late measurements made wrong. A writer adds a request in the transaction that stores
 * the rows; whoever may refresh (the owner) takes it out when the day is refreshed, and notes that.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  // Only added to: writers of the same day never wait for each other.
  await sql`
    CREATE TABLE fiber.refresh_requests (
      request_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      day timestamptz NOT NULL,
      late_rows integer NOT NULL CHECK (late_rows > 0),
      requested_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`.execute(db);
  await sql`
    CREATE TABLE fiber.late_refreshes (
      day timestamptz PRIMARY KEY,
      late_rows bigint NOT NULL,
      refreshed_at timestamptz NOT NULL
    )`.execute(db);
  await sql`GRANT INSERT ON fiber.refresh_requests TO fiber_writer`.execute(db);
};
