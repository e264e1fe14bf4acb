-- Generated from db/queries/server-health.ts. To renew: node db/queries/sql.ts

-- getServerHealth

-- as getCapabilities in capabilities.sql

SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT')
              OR pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
            THEN pg_database_size(current_database()) END AS bytes;

SELECT (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb') AS timescaledb_available,
       pg_is_in_recovery() AS in_recovery, pg_postmaster_start_time() AS started_at, act.sees_activity,
       (SELECT jsonb_build_object(
          'mode', current_setting('archive_mode'), 'archived_count', a.archived_count, 'failed_count', a.failed_count,
          'last_archived_wal', a.last_archived_wal, 'last_archived_at', a.last_archived_time,
          'last_failed_wal', a.last_failed_wal, 'last_failed_at', a.last_failed_time, 'stats_reset_at', a.stats_reset,
          'behind_bytes', CASE WHEN a.last_archived_wal ~ '^[0-9A-F]{24}$' AND s.position IS NOT NULL
                               THEN greatest(0, s.position - (
         (('x' || substr("a"."last_archived_wal", 9, 8))::bit(32)::bigint << 32)
           + (('x' || substr("a"."last_archived_wal", 17, 8))::bit(32)::bigint + 1) * pg_size_bytes(current_setting('wal_segment_size')))) END)
        FROM pg_stat_archiver a) AS archiving, act.replicas,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'slot_name', l.slot_name, 'active', l.active, 'wal_status', l.wal_status,
          'retained_bytes', s.position - pg_wal_lsn_diff(l.restart_lsn, '0/0')) ORDER BY l.slot_name), '[]')
        FROM pg_replication_slots l) AS slots,
       (SELECT jsonb_build_object(
          'used', (SELECT sum(numbackends) FROM pg_stat_database),
          'allowed', current_setting('max_connections')::integer,
          'reserved', current_setting('superuser_reserved_connections')::integer,
          'idle_in_transaction', CASE WHEN act.sees_activity THEN act.idle_in_transaction END)) AS connections,
       (SELECT jsonb_build_object('hits', blks_hit, 'reads', blks_read, 'since', stats_reset)
        FROM pg_stat_database WHERE datname = current_database()) AS cache,
       CASE WHEN act.sees_activity THEN act.longest_transaction END AS longest_transaction,
       (SELECT jsonb_build_object(
          -- What was never frozen by a server, as the embedded database, has no age of its own: its oldest table tells.
          'age', CASE WHEN d.age < 2147483647 THEN d.age ELSE r.age END, 'oldest_database', d.datname,
          'freeze_max_age', current_setting('autovacuum_freeze_max_age')::bigint,
          'oldest_relation', r.name, 'oldest_relation_age', r.age)
        FROM (SELECT datname, age(datfrozenxid) AS age FROM pg_database
              -- A template that nobody ever signed in to may have no age that means anything.
              WHERE datallowconn OR age(datfrozenxid) < 2147483647 ORDER BY 2 DESC, 1 LIMIT 1) d
        -- Names and counters of the chosen alone: asked for every table, they would cost more than all the rest.
        LEFT JOIN (SELECT o.oid::regclass::text AS name, o.age
                   FROM (SELECT oid, age(relfrozenxid) AS age FROM pg_class WHERE relfrozenxid <> '0'
                         ORDER BY 2 DESC, 1 LIMIT 1) o) r ON true) AS wraparound,
       (SELECT jsonb_build_object(
          'running', (SELECT count(*) FROM pg_stat_progress_vacuum),
          'dead_rows', coalesce(sum(t.dead), 0), 'live_rows', coalesce(sum(t.live), 0),
          'worst_relation', (array_agg(t.name ORDER BY t.dead DESC) FILTER (WHERE t.dead > 0))[1],
          'worst_dead_rows', coalesce(max(t.dead), 0))
        FROM (SELECT o.oid::regclass::text AS name, pg_stat_get_dead_tuples(o.oid) AS dead, pg_stat_get_live_tuples(o.oid) AS live
              FROM (SELECT oid FROM pg_class WHERE relkind = 'r' ORDER BY relpages DESC LIMIT $1) o) t) AS vacuum,
       jsonb_build_object(
         'timescaledb', current_setting('timescaledb.max_background_workers', true)::integer,
         'processes', current_setting('max_worker_processes')::integer,
         'parallel', current_setting('max_parallel_workers')::integer,
         'database_count', (SELECT count(*) FROM pg_database WHERE datallowconn AND NOT datistemplate),
         'job_count', (SELECT count(*) FROM timescaledb_information.jobs WHERE scheduled)) AS workers,
       (SELECT count(*)
        FROM (SELECT DISTINCT hypertable_schema, hypertable_name FROM timescaledb_information.dimensions) d
        JOIN pg_namespace n ON n.nspname = d.hypertable_schema
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
        JOIN pg_inherits i ON i.inhparent = c.oid) AS chunk_count,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'name', name, 'setting', setting, 'unit', unit, 'shown', current_setting(name),
          'is_default', setting = boot_val, 'pending_restart', pending_restart) ORDER BY name), '[]')
        FROM pg_settings WHERE name = ANY ($2::text[])) AS settings,
       clock_timestamp() AS as_of
FROM (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') END AS position) s
CROSS JOIN (SELECT false AS sees_activity,
       (SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%') AS idle_in_transaction,
       (SELECT jsonb_build_object('seconds', extract(epoch FROM clock_timestamp() - t.xact_start), 'state', t.state,
                                  'application_name', t.application_name, 'role', t.usename, 'pid', t.pid)
        FROM pg_stat_activity t
        WHERE t.xact_start IS NOT NULL AND t.backend_type = 'client backend' AND t.pid <> pg_backend_pid()
        ORDER BY t.xact_start LIMIT 1) AS longest_transaction,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'application_name', r.application_name, 'state', r.state, 'sync_state', r.sync_state,
          'behind_bytes', CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn) END,
          'behind_seconds', extract(epoch FROM r.replay_lag)) ORDER BY r.application_name, r.pid), '[]')
        FROM pg_stat_replication r) AS replicas) act;
