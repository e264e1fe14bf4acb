-- Generated from db/queries/advisor.ts. To renew: node db/queries/sql.ts

-- getFacts

-- as getCapabilities in capabilities.sql

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name
  FROM timescaledb_information.continuous_aggregates
), j AS MATERIALIZED (SELECT * FROM timescaledb_information.jobs
), stats AS MATERIALIZED (
  -- The view repeats a job for each session that bears its application name.
  SELECT DISTINCT ON (job_id) job_id, job_status, last_run_status, last_run_started_at, last_run_duration,
         last_successful_finish, total_runs, total_successes, total_failures
  FROM timescaledb_information.job_stats
  ORDER BY job_id, (job_status = 'Running') DESC
), error AS MATERIALIZED (
  SELECT DISTINCT ON (job_id) job_id, err_message
  FROM fiber.job_errors()
  -- A run whose worker was ended is noted with a start in the year 2000.
  ORDER BY job_id, coalesce(finish_time, start_time) DESC
), streak AS MATERIALIZED (SELECT job_id, consecutive_failures FROM _timescaledb_internal.bgw_job_stat), session AS MATERIALIZED (
  SELECT application_name FROM pg_stat_activity WHERE datname = current_database()
), viewer AS (
  SELECT (SELECT p.proowner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE n.nspname = 'fiber' AND p.proname = 'job_errors') AS role, datdba
  FROM pg_database WHERE datname = current_database()
)
SELECT j.job_id, j.application_name, j.proc_schema, j.proc_name, coalesce(ca.view_name, j.hypertable_name) AS target,
       coalesce(ca.view_schema, j.hypertable_schema) AS target_schema,
       j.config, extract(epoch FROM j.schedule_interval) AS schedule_seconds, j.scheduled,
       extract(epoch FROM nullif(j.max_runtime, '0')) AS max_runtime_seconds, j.max_retries,
       CASE WHEN isfinite(j.initial_start) THEN j.initial_start END AS initial_start_at,
       coalesce(s.job_status = 'Running', false) OR coalesce(j.next_start = '-infinity', false) AS running,
       s.last_run_status,
       CASE WHEN isfinite(s.last_run_started_at) THEN s.last_run_started_at END AS last_run_started_at,
       s.last_run_status = 'Success' AS last_run_succeeded,
       extract(epoch FROM s.last_run_duration)::double precision AS last_run_seconds,
       CASE WHEN isfinite(s.last_successful_finish) THEN s.last_successful_finish END AS last_success_at,
       CASE WHEN j.scheduled AND isfinite(j.next_start) THEN j.next_start END AS next_start_at,
       coalesce(s.total_runs, 0) AS total_runs,
       coalesce(s.total_successes, 0) AS total_successes, coalesce(s.total_failures, 0) AS total_failures,
       streak.consecutive_failures,
       j.application_name IN (SELECT application_name FROM session) AS has_worker,
       e.err_message AS last_error,
       e.err_message IS NOT NULL OR pg_has_role(v.role, j.owner, 'MEMBER') OR pg_has_role(v.role, v.datdba, 'MEMBER') AS errors_visible
FROM j
CROSS JOIN viewer v
LEFT JOIN stats s USING (job_id)
LEFT JOIN error e USING (job_id)
LEFT JOIN streak USING (job_id)
LEFT JOIN ca USING (hypertable_schema, hypertable_name)
ORDER BY j.job_id;

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name
  FROM timescaledb_information.continuous_aggregates
),
h AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, compression_enabled FROM timescaledb_information.hypertables
), d AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, column_name, time_interval FROM timescaledb_information.dimensions
  WHERE dimension_number = 1
), known AS MATERIALIZED (
  SELECT d.hypertable_schema, d.hypertable_name, ca.view_schema AS aggregate_schema, ca.view_name AS aggregate_name,
         d.column_name AS time_column, d.time_interval,
         coalesce(h.compression_enabled, ca.compression_enabled, false) AS compression_enabled,
         c.oid AS relid, c.reltoastrelid
  FROM d
  JOIN pg_namespace n ON n.nspname = d.hypertable_schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
  LEFT JOIN h USING (hypertable_schema, hypertable_name)
  LEFT JOIN ca USING (hypertable_schema, hypertable_name)
),
every AS MATERIALIZED (
  SELECT v.hypertable_schema, v.hypertable_name, v.chunk_schema, v.chunk_name, v.range_start, v.range_end,
         v.range_start_integer, v.chunk_creation_time, v.is_compressed, k.status, k.id AS chunk_id,
         p.oid, p.reltuples, p.relpages, p.reltoastrelid
  FROM timescaledb_information.chunks v
  CROSS JOIN regexp_split_to_table('', ',') thousand
  JOIN pg_namespace n ON n.nspname = v.chunk_schema
  JOIN pg_class p ON p.relnamespace = n.oid AND p.relname = v.chunk_name
  LEFT JOIN _timescaledb_catalog.chunk k ON k.relid = p.oid
)
SELECT (SELECT coalesce(json_agg(told), '[]')::text FROM (
WITH policy AS MATERIALIZED (
  SELECT j.job_id, j.proc_name = 'policy_retention' AS drops,
         coalesce(ca.hypertable_schema, j.hypertable_schema) AS hypertable_schema,
         coalesce(ca.hypertable_name, j.hypertable_name) AS hypertable_name,
         coalesce(CASE WHEN jsonb_typeof(j.config->'compress_after') = 'string' THEN (j.config->>'compress_after')::interval END, CASE WHEN jsonb_typeof(j.config->'drop_after') = 'string' THEN (j.config->>'drop_after')::interval END) AS after_end,
         coalesce(CASE WHEN jsonb_typeof(j.config->'compress_created_before') = 'string' THEN (j.config->>'compress_created_before')::interval END, CASE WHEN jsonb_typeof(j.config->'drop_created_before') = 'string' THEN (j.config->>'drop_created_before')::interval END) AS after_creation
  FROM timescaledb_information.jobs j
  LEFT JOIN ca ON (j.hypertable_schema, j.hypertable_name) IN
                  ((ca.view_schema, ca.view_name), (ca.hypertable_schema, ca.hypertable_name))
  WHERE j.proc_name IN ('policy_compression', 'policy_retention')
), turn AS (
  SELECT p.job_id, format('%I.%I', c.chunk_schema, c.chunk_name) AS chunk,
         CASE WHEN p.after_end IS NOT NULL AND isfinite(c.range_end) THEN greatest(c.range_end + p.after_end, c.chunk_creation_time)
              WHEN p.after_creation IS NOT NULL THEN c.chunk_creation_time + p.after_creation END AS due_at
  FROM policy p JOIN every c USING (hypertable_schema, hypertable_name)
  -- No policy touches a frozen chunk.
  WHERE c.range_end IS NOT NULL AND (p.drops OR NOT c.is_compressed) AND coalesce(c.status, 0) & 4 = 0
)
SELECT p.job_id, count(t.chunk) FILTER (WHERE due_at <= now()) AS due_count,
       (array_agg(t.chunk ORDER BY due_at, t.chunk) FILTER (WHERE due_at <= now()))[1] AS oldest_chunk,
       min(due_at) FILTER (WHERE due_at <= now()) AS oldest_due_at,
       coalesce((array_agg(t.chunk ORDER BY due_at, t.chunk) FILTER (WHERE due_at <= now()))[1:5], '{}') AS due_chunks,
       min(due_at) FILTER (WHERE due_at > now()) AS next_due_at
FROM policy p LEFT JOIN turn t USING (job_id)
WHERE p.after_end IS NOT NULL OR p.after_creation IS NOT NULL
GROUP BY p.job_id ORDER BY p.job_id
) told) AS achievements,
       (SELECT coalesce(json_agg(told), '[]')::text FROM (
WITH total AS (
  SELECT hypertable_schema, hypertable_name, count(*) AS chunk_count,
         count(*) FILTER (WHERE is_compressed) AS compressed_count,
         CASE WHEN count(status) = count(*) THEN count(*) FILTER (WHERE is_compressed AND status & 8 > 0) END AS partial_count,
         CASE WHEN count(status) = count(*) THEN count(*) FILTER (WHERE is_compressed AND status & 2 > 0) END AS unordered_count,
         count(*) FILTER (WHERE NOT is_compressed AND reltuples < 0 AND greatest(range_end, chunk_creation_time) < now() - INTERVAL '1 day') AS never_analyzed_count,
         coalesce(sum(relpages::bigint) FILTER (WHERE NOT is_compressed), 0) * current_setting('block_size')::bigint AS uncompressed_bytes
  FROM every GROUP BY hypertable_schema, hypertable_name
), newest AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, oid, range_start, range_end,
         row_number() OVER (PARTITION BY hypertable_schema, hypertable_name ORDER BY range_start DESC) AS place
  FROM every WHERE NOT is_compressed AND isfinite(range_start) AND isfinite(range_end) AND range_start <= now()
), measured AS (
  SELECT hypertable_schema, hypertable_name, pg_total_relation_size(oid) AS bytes,
         least(1, extract(epoch FROM now() - range_start) / extract(epoch FROM range_end - range_start))::double precision AS share
  FROM newest WHERE place <= 3
), largest AS (
  SELECT DISTINCT ON (hypertable_schema, hypertable_name) * FROM measured
  ORDER BY hypertable_schema, hypertable_name, bytes / greatest(share, 0.05) DESC
)
SELECT k.hypertable_schema, k.hypertable_name, k.aggregate_schema, k.aggregate_name, k.compression_enabled,
       extract(epoch FROM k.time_interval) AS chunk_interval_seconds,
       coalesce(t.chunk_count, 0) AS chunk_count, coalesce(t.compressed_count, 0) AS compressed_count,
       CASE WHEN t.chunk_count IS NULL THEN 0 ELSE t.partial_count END AS partial_count,
       CASE WHEN t.chunk_count IS NULL THEN 0 ELSE t.unordered_count END AS unordered_count,
       coalesce(t.never_analyzed_count, 0) AS never_analyzed_count,
       coalesce(t.uncompressed_bytes, 0) AS uncompressed_bytes,
       l.bytes AS largest_chunk_bytes, l.share AS largest_chunk_share
FROM known k
LEFT JOIN total t USING (hypertable_schema, hypertable_name)
LEFT JOIN largest l USING (hypertable_schema, hypertable_name)
ORDER BY k.hypertable_schema, k.hypertable_name
) told) AS tables,
       NULL::text AS archive;

SELECT * FROM fiber.job_runs($1) ORDER BY job_id, coalesce(started_at, finished_at) DESC;

SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                 AND application_name = 'TimescaleDB Background Worker Scheduler') AS running,
       pg_is_in_recovery() AS in_recovery,
       NULL::timestamptz AS looked_at,
       nullif(current_setting('timescaledb.max_background_workers', true), '')::integer AS max_background_workers,
       nullif(current_setting('max_worker_processes', true), '')::integer AS max_worker_processes,
       coalesce(nullif(current_setting('timescaledb.restoring', true), '')::boolean, false) AS restoring,
       nullif(current_setting('timescaledb.enable_job_execution_logging', true), '')::boolean AS keeps;

SELECT n.nspname AS index_schema, c.relname AS index_name, t.relname AS table_name
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class t ON t.oid = i.indrelid
WHERE NOT i.indisvalid AND c.relkind = 'i'
  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
ORDER BY 1, 2 LIMIT 20;

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

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name, view_definition
  FROM timescaledb_information.continuous_aggregates
),
d AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, time_interval FROM timescaledb_information.dimensions
  WHERE dimension_number = 1
), j AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, config->>'start_offset' AS start_offset, config->>'end_offset' AS end_offset,
         schedule_interval, scheduled
  FROM timescaledb_information.jobs WHERE proc_name = 'policy_refresh_continuous_aggregate'
), view AS MATERIALIZED (
  SELECT ca.*, ca.view_name AS aggregate_name, c.oid AS relid, d.time_interval IS NOT NULL AS by_time,
         coalesce(source.view_name, CASE WHEN ca.raw_schema = 'public' THEN ca.raw_name ELSE ca.raw_schema || '.' || ca.raw_name END) AS source_name,
         substring(ca.view_definition FROM 'time_bucket\(''([^'']+)''::interval')::interval AS bucket
  FROM ca
  JOIN pg_namespace n ON n.nspname = ca.hypertable_schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = ca.hypertable_name
  JOIN d USING (hypertable_schema, hypertable_name)
  LEFT JOIN ca source ON (source.hypertable_schema, source.hypertable_name) = (ca.raw_schema, ca.raw_name)
), policy AS (
  -- A job names the view or, before 2.20, the hypertable that stores it.
  SELECT v.relid, min(coalesce(j.end_offset::interval, '0') + v.bucket + j.schedule_interval) AS promised,
         CASE WHEN bool_or(j.start_offset IS NULL) THEN '-infinity' ELSE now() - max(j.start_offset::interval) END AS window_from,
         jsonb_build_object(
           'start_seconds', extract(epoch FROM CASE WHEN bool_and(j.start_offset IS NOT NULL) THEN max(j.start_offset::interval) END),
           'end_seconds', extract(epoch FROM min(coalesce(j.end_offset::interval, '0'))),
           'schedule_seconds', extract(epoch FROM min(j.schedule_interval)),
           'scheduled', bool_or(j.scheduled) AND true) AS window
  FROM view v
  JOIN j ON (j.hypertable_schema, j.hypertable_name) IN
            ((v.view_schema, v.view_name), (v.hypertable_schema, v.hypertable_name))
  WHERE v.by_time GROUP BY v.relid
),
mark AS MATERIALIZED (
  SELECT v.view_schema, v.view_name,
         CASE WHEN v.by_time AND has_table_privilege(c.oid, 'SELECT')
              THEN _timescaledb_functions.to_timestamp(_timescaledb_functions.cagg_watermark(a.mat_hypertable_id)) END AS watermark
  FROM view v
  JOIN _timescaledb_catalog.continuous_agg a ON (a.user_view_schema, a.user_view_name) = (v.view_schema, v.view_name)
  JOIN pg_namespace n ON n.nspname = v.view_schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = v.view_name
),
log AS MATERIALIZED (
  SELECT v.view_schema, v.view_name, l.kind, l.low, l.high,
         row_number() OVER (PARTITION BY v.view_schema, v.view_name, l.kind ORDER BY l.low) AS place
  FROM view v
  JOIN _timescaledb_catalog.continuous_agg a ON (a.user_view_schema, a.user_view_name) = (v.view_schema, v.view_name)
  CROSS JOIN LATERAL (
    SELECT 'aggregate' AS kind, l.lowest_modified_value AS low, l.greatest_modified_value AS high
    FROM "_timescaledb_catalog"."continuous_aggs_materialization_invalidation_log" l WHERE l."materialization_id" = a."mat_hypertable_id"
      AND l.greatest_modified_value > -62135596800000000 AND l.lowest_modified_value < 32503680000000000
    UNION ALL
    SELECT 'source' AS kind, l.lowest_modified_value AS low, l.greatest_modified_value AS high
    FROM "_timescaledb_catalog"."continuous_aggs_hypertable_invalidation_log" l WHERE l."hypertable_id" = a."raw_hypertable_id"
      AND l.greatest_modified_value > -62135596800000000 AND l.lowest_modified_value < 32503680000000000
    UNION ALL
    SELECT 'refreshing' AS kind, l.lowest_modified_value AS low, l.greatest_modified_value AS high
    FROM "_timescaledb_catalog"."continuous_aggs_materialization_ranges" l WHERE l."materialization_id" = a."mat_hypertable_id"
      AND l.greatest_modified_value > -62135596800000000 AND l.lowest_modified_value < 32503680000000000
  ) l
  WHERE v.by_time
), wait AS MATERIALIZED (
  SELECT v.view_schema, v.view_name,
         coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'from', CASE WHEN "l"."low" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."low" / 1e6) END, 'to', CASE WHEN "l"."high" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."high" / 1e6) END)
                            ORDER BY l.kind, l.low) FILTER (WHERE l.place <= $1), '[]') AS pending,
         count(l.kind) AS pending_count
  FROM view v LEFT JOIN log l USING (view_schema, view_name)
  WHERE v.by_time GROUP BY v.view_schema, v.view_name
),
every AS MATERIALIZED (
  SELECT v.hypertable_schema, v.hypertable_name, v.chunk_schema, v.chunk_name, v.range_start, v.range_end,
         v.range_start_integer, v.chunk_creation_time, v.is_compressed, k.status, k.id AS chunk_id,
         p.oid, p.reltuples, p.relpages, p.reltoastrelid
  FROM timescaledb_information.chunks v
  CROSS JOIN regexp_split_to_table('', ',') thousand
  JOIN pg_namespace n ON n.nspname = v.chunk_schema
  JOIN pg_class p ON p.relnamespace = n.oid AND p.relname = v.chunk_name
  LEFT JOIN _timescaledb_catalog.chunk k ON k.relid = p.oid
), named AS MATERIALIZED (
  SELECT k.relid, k.aggregate_name, k.compression_enabled, v.*
  FROM "view" k JOIN every v USING (hypertable_schema, hypertable_name)
), opened AS MATERIALIZED (
  SELECT oid FROM named
  ORDER BY is_compressed OR reltuples >= 0, is_compressed, range_start DESC NULLS LAST, oid LIMIT 200
), ch AS MATERIALIZED (
  SELECT v.*, cs.compress_relid::oid AS compress_relid,
         v.oid IN (SELECT oid FROM opened) AS measured
  FROM named v
  LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = v.oid
),
size AS (
  SELECT ch.relid, sum(s.total_bytes)::bigint AS total_bytes
  FROM ch
LEFT JOIN LATERAL (
  SELECT z.*, z.uncompressed_heap_size + z.uncompressed_toast_size + z.uncompressed_index_size AS before_bytes,
         z.compressed_heap_size + z.compressed_toast_size + z.compressed_index_size AS after_bytes
  FROM _timescaledb_catalog.compression_chunk_size z WHERE z.chunk_id = ch.chunk_id
) z ON ch.is_compressed
CROSS JOIN LATERAL (
  SELECT sum(f.heap)::bigint AS table_bytes, sum(f.index)::bigint AS index_bytes, sum(f.toast)::bigint AS toast_bytes,
         sum(f.heap + f.index + f.toast)::bigint AS total_bytes
  FROM pg_class r
  CROSS JOIN LATERAL (
    SELECT CASE WHEN ch.measured THEN pg_table_size(r.oid) - coalesce(pg_total_relation_size(nullif(r.reltoastrelid, 0)), 0)
                WHEN never THEN coalesce(z."compressed_heap_size", 0) ELSE r.relpages * block END AS heap,
           CASE WHEN ch.measured THEN pg_indexes_size(r.oid)
                WHEN never THEN coalesce(z."compressed_index_size", 0) ELSE coalesce(
         (SELECT sum(ic.relpages::bigint) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
          WHERE i.indrelid = "r"."oid"), 0) * block END AS index,
           CASE WHEN ch.measured THEN coalesce(pg_total_relation_size(nullif(r.reltoastrelid, 0)), 0)
                WHEN never THEN coalesce(z."compressed_toast_size", 0)
                WHEN r.reltoastrelid = 0 THEN 0
                -- One page is the index of an empty one.
                ELSE (SELECT CASE WHEN t.relpages = 0 THEN 1 ELSE t.relpages + coalesce(
         (SELECT sum(ic.relpages::bigint) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
          WHERE i.indrelid = "t"."oid"), 0) END
                      FROM pg_class t WHERE t.oid = r.reltoastrelid) * block END AS toast
    FROM (SELECT current_setting('block_size')::bigint AS block,
                 r.relpages = 0 AND r.reltuples < 0 AND r.oid = ch.compress_relid AS never) q
  ) f
  WHERE r.oid IN (ch.oid, ch.compress_relid)
) s GROUP BY ch.relid
), first AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, min(range_start) AS starts_at FROM every
  WHERE isfinite(range_start) GROUP BY 1, 2
),
placed AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, range_start, range_end, chunk_creation_time < now() - INTERVAL '15 minutes' AS settled
  FROM every WHERE isfinite(range_start) AND isfinite(range_end)
), entry AS MATERIALIZED (
  SELECT l.view_schema, l.view_name, v.raw_schema, v.raw_name, coalesce(p.window_from, 'infinity') AS window_from,
         CASE l.kind WHEN 'aggregate' THEN 'noted' ELSE 'changed' END AS kind,
         CASE WHEN "l"."low" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."low" / 1e6) END AS low, CASE WHEN "l"."high" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."high" / 1e6) END AS high
  FROM log l JOIN view v USING (view_schema, view_name) LEFT JOIN policy p USING (relid)
  WHERE l.kind = 'aggregate' OR l.kind = 'source'
), reach AS (
  SELECT view_schema, view_name, min(coalesce(low, '-infinity')) AS until
  FROM entry WHERE kind = 'noted' AND high IS NULL GROUP BY view_schema, view_name
), piece AS (
  SELECT e.view_schema, e.view_name, e.kind, min(greatest(e.low, c.range_start)) AS "from",
         max(least(e.high + INTERVAL '1 microsecond', c.range_end, e.window_from)) AS "to"
  FROM entry e
  JOIN placed c ON (c.hypertable_schema, c.hypertable_name) = (e.raw_schema, e.raw_name)
               AND c.range_end > coalesce(e.low, '-infinity') AND c.range_start < least(e.high, e.window_from) AND c.settled
  WHERE e.high IS NOT NULL
  GROUP BY e.view_schema, e.view_name, e.kind, e.low, e.high, e.window_from
  HAVING e.low IS NOT NULL OR bool_or(c.range_end <= least(e.high, e.window_from))
), hole AS (
  SELECT view_schema, view_name, kind, "from", "to",
         row_number() OVER (PARTITION BY view_schema, view_name ORDER BY "from", "to") AS place
  FROM piece WHERE "from" < "to"
), holes AS (
  SELECT view_schema, view_name, count(*) AS hole_count,
         jsonb_agg(jsonb_build_object('kind', kind, 'from', to_char("from" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'to', to_char("to" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                   ORDER BY place) FILTER (WHERE place <= 10) AS holes
  FROM hole GROUP BY view_schema, view_name
), gap AS MATERIALIZED (
  SELECT v.view_schema, v.view_name,
         (SELECT max(range_end) FROM placed c WHERE (c.hypertable_schema, c.hypertable_name) = (v.raw_schema, v.raw_name)) AS source_to,
         CASE WHEN isfinite(r.until) THEN r.until END AS processed_until,
         r.until IS NOT NULL AND NOT isfinite(r.until) AS never_refreshed,
         coalesce(h.hole_count, 0) AS hole_count, coalesce(h.holes, '[]') AS holes
  FROM view v
  LEFT JOIN reach r USING (view_schema, view_name)
  LEFT JOIN holes h USING (view_schema, view_name)
  WHERE v.by_time
)
SELECT v.view_schema, v.view_name, v.source_name, v.hypertable_name AS materialization_hypertable,
       NOT v.materialized_only AS real_time, extract(epoch FROM v.bucket) AS bucket_seconds,
       mark.watermark IS NOT NULL AS tells,
       coalesce((SELECT has_table_privilege(vc.oid, 'SELECT') FROM pg_class vc JOIN pg_namespace vn ON vn.oid = vc.relnamespace
                 WHERE vn.nspname = v.view_schema AND vc.relname = v.view_name), false) AS permitted,
       t.until AS materialized_until,
       extract(epoch FROM now() - t.until)::double precision AS behind_seconds,
       extract(epoch FROM p.promised) AS promised_seconds, p.window,
       (SELECT starts_at FROM first f WHERE (f.hypertable_schema, f.hypertable_name) = (v.raw_schema, v.raw_name)) AS source_from,
       (SELECT starts_at FROM first f
        WHERE (f.hypertable_schema, f.hypertable_name) = (v.hypertable_schema, v.hypertable_name)) AS stored_from,
       wait.pending, wait.pending_count, v.raw_schema, v.raw_name, gap.view_name IS NOT NULL AS gaps_told,
       gap.source_to, gap.processed_until, gap.never_refreshed, gap.hole_count, gap.holes,
       coalesce(size.total_bytes, 0) + pg_total_relation_size(v.relid) AS total_bytes
FROM view v
LEFT JOIN mark USING (view_schema, view_name)
LEFT JOIN wait USING (view_schema, view_name)
LEFT JOIN gap USING (view_schema, view_name)
LEFT JOIN policy p USING (relid)
LEFT JOIN size USING (relid)
CROSS JOIN LATERAL (
  SELECT CASE WHEN isfinite(mark.watermark) AND mark.watermark > '4713-01-01 00:00:00+00 BC' THEN mark.watermark END AS until
) t
ORDER BY view_schema, view_name;
