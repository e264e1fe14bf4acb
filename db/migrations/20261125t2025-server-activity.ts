import { type Kysely, sql } from "kysely";

/**
 * What the doctor judges of others' sessions and of replicas, without their statements: pg_read_all_stats would show a
 * reader the text of every statement on the server. As far as the owner of the function sees them itself.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE FUNCTION fiber.server_activity()
    RETURNS TABLE (sees_activity boolean, idle_in_transaction bigint, longest_transaction jsonb, replicas jsonb)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
    AS $$
      SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),
             (SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'),
             (SELECT jsonb_build_object('seconds', extract(epoch FROM clock_timestamp() - t.xact_start), 'state', t.state,
                                        'application_name', t.application_name, 'role', t.usename, 'pid', t.pid)
              FROM pg_stat_activity t
              WHERE t.xact_start IS NOT NULL AND t.backend_type = 'client backend' AND t.pid <> pg_backend_pid()
              ORDER BY t.xact_start LIMIT 1),
             (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'application_name', r.application_name, 'state', r.state, 'sync_state', r.sync_state,
                'behind_bytes', CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn) END,
                'behind_seconds', extract(epoch FROM r.replay_lag)) ORDER BY r.application_name, r.pid), '[]')
              FROM pg_stat_replication r) $$`.execute(db);
  await sql`REVOKE ALL ON FUNCTION fiber.server_activity() FROM PUBLIC`.execute(db);
  await sql`GRANT EXECUTE ON FUNCTION fiber.server_activity() TO fiber_reader, fiber_writer`.execute(db);
};
