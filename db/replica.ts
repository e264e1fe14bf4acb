import type { PostgresPool, PostgresPoolClient } from "kysely";

/** After a failure the replica is left alone for this long. */
const REST_MS = 10_000;

/**
 * One pool out of two: connections come from the replica, and from the primary while the replica gives none. A query
 * that a replica drops in the middle fails; the next one is asked of the primary.
 */
export const preferReplica = (replica: PostgresPool, primary: PostgresPool): PostgresPool => {
  let failed_at = -Infinity;
  return {
    options: primary.options,
    connect: async (): Promise<PostgresPoolClient> => {
      if (Date.now() - failed_at < REST_MS) return primary.connect();
      try {
        return await replica.connect();
      } catch {
        failed_at = Date.now();
        return primary.connect();
      }
    },
    end: async () => {
      await Promise.all([replica.end(), primary.end()]);
    },
  };
};
