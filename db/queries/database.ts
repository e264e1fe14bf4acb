import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { DatabaseOverview } from "#lib/model/storage.ts";
import { getCapabilities } from "./capabilities.ts";

/** How to get what somebody else of the request asks for too. */
type Known = { database_bytes?: () => Promise<number | null> };

/**
 * Every file of the database as the server counts it now; null when this role may not ask. The server looks at each
 * file: with 10,000 chunks that is most of what a page asks of it, so a page asks once.
 */
export const getDatabaseBytes = async (db: Kysely<Database>): Promise<number | null> => {
  const { rows } = await sql<{ bytes: number | null }>`
    SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT')
                  OR pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
                THEN pg_database_size(current_database()) END AS bytes`.execute(db);
  return rows[0]?.bytes ?? null;
};

/**
 * The database as a whole, on any PostgreSQL, with or without TimescaleDB. `database_bytes` is that of
 * getDatabaseBytes(). `replica_expected`: reads are configured to go
 * to a replica, so that an answer of the primary means that it is away.
 */
export const getDatabaseOverview = async (
  db: Kysely<Database>,
  { replica_expected = false, known = {} }: { replica_expected?: boolean; known?: Known } = {},
): Promise<DatabaseOverview> => {
  const { database_name, postgres_version, timescaledb_version, edition, embedded } = await getCapabilities(db);
  const [database_bytes, { rows }] = await Promise.all([
    known.database_bytes?.() ?? getDatabaseBytes(db),
    sql<Pick<DatabaseOverview, "replica_lag_seconds" | "as_of">>`
    SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL
                WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision
                END AS replica_lag_seconds,
           clock_timestamp() AS as_of`.execute(db),
  ]);
  return {
    database_name,
    database_bytes,
    postgres_version,
    timescaledb_version,
    edition,
    replica_lag_seconds: rows[0]?.replica_lag_seconds ?? null,
    replica_away: replica_expected && (rows[0]?.replica_lag_seconds ?? null) === null,
    embedded,
    as_of: rows[0]?.as_of ?? new Date().toISOString(),
  };
};
