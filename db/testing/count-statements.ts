import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";

/** How many statements `ask` has executed on the database it is given. */
export const countStatements = async (
  db: Kysely<Database>,
  ask: (db: Kysely<Database>) => Promise<unknown>,
): Promise<number> => {
  let count = 0;
  const counted = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      count += 1;
      return Promise.resolve(result);
    },
  });
  await ask(counted);
  return count;
};
