import { type Kysely, sql } from "kysely";

/** What was said about the size of the database to come, once a day, so that it can be held against what came. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.storage_forecasts (
      made_on date NOT NULL,
      horizon_days integer NOT NULL CHECK (horizon_days > 0),
      made_at timestamptz NOT NULL,
      target_at timestamptz NOT NULL,
      base_bytes bigint NOT NULL,
      low_bytes bigint NOT NULL,
      expected_bytes bigint NOT NULL,
      high_bytes bigint NOT NULL,
      PRIMARY KEY (made_on, horizon_days)
    )`.execute(db);
};
