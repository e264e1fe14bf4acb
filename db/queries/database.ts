import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { DatabaseOverview } from "#lib/model/storage.ts";
import { getCapabilities } from "./capabilities.ts";

/**
 * The database as a whole, on any PostgreSQL, with or without TimescaleDB. `database_bytes` is every file of the
 * database as the server counts it now; null when this role may not ask. `replica_expected`: reads are configured to go
 * to a replica, so that an answer of the primary means that it is away.
 */
export const getDatabaseOverview = async (
  db: Kysely<Database>,
  { replica_expected = false }: { replica_expected?: boolean } = {},
): Promise<DatabaseOverview> => {
  const { database_name, postgres_version, timescaledb_version, edition, embedded } = await getCapabilities(db);
  const { rows } = await sql<Pick<DatabaseOverview, "database_bytes" | "replica_lag_seconds" | "as_of">>`
    SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT')
                  OR pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
                THEN pg_database_size(current_database()) END AS database_bytes,
           CASE WHEN NOT pg_is_in_recovery() THEN NULL
                WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision
                END AS replica_lag_seconds,
           clock_timestamp() AS as_of`.execute(db);
  return {
    database_name,
    database_bytes: rows[0]?.database_bytes ?? null,
    postgres_version,
    timescaledb_version,
    edition,
    replica_lag_seconds: rows[0]?.replica_lag_seconds ?? null,
    replica_away: replica_expected && (rows[0]?.replica_lag_seconds ?? null) === null,
    embedded,
    as_of: rows[0]?.as_of ?? new Date().toISOString(),
  };
};
