import { type Kysely, sql } from "kysely";

/** Which declared policies were once put in force, so that one an operator removed or changed is never forced back. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.policies (
      policy_name text PRIMARY KEY,
      declared jsonb NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
};
