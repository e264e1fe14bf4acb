import { type Kysely, sql } from "kysely";

/**
 * A sample joins lists of thousands of chunks that the planner takes for a few while the catalog was never analyzed: by
 * nested loops 10,000 fresh chunks took minutes, and compiling such a plan takes longer than a good one runs.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`ALTER PROCEDURE fiber.sample_storage(integer, jsonb) SET enable_nestloop = off`.execute(db);
  await sql`ALTER PROCEDURE fiber.sample_storage(integer, jsonb) SET jit = off`.execute(db);
};
