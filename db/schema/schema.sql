-- Generated from the migrations and policies by db/schema/dump.ts. To renew: node db/schema/dump.ts
-- sources 246976173e929a72f140a9b2bc3aecba0972e9845192a0ac3762b8359dfe6267

-- Roles

CREATE ROLE fiber_reader NOLOGIN;
CREATE ROLE fiber_writer NOLOGIN;

-- Tables and views

CREATE TABLE public.metrics (
  "time" timestamp with time zone NOT NULL,
  node_id uuid NOT NULL,
  latency_ms real,
  uptime_pct real NOT NULL,
  packet_loss real,
  CONSTRAINT metrics_node_id_fkey FOREIGN KEY (node_id) REFERENCES nodes(node_id),
  CONSTRAINT metrics_latency_ms_check CHECK (((latency_ms > (0)::double precision) AND (latency_ms < (600000)::double precision))),
  CONSTRAINT metrics_packet_loss_check CHECK (((packet_loss >= (0)::double precision) AND (packet_loss <= (100)::double precision))),
  CONSTRAINT metrics_uptime_pct_check CHECK (((uptime_pct >= (0)::double precision) AND (uptime_pct <= (100)::double precision)))
);
CREATE UNIQUE INDEX idx_metrics_node_id ON public.metrics USING btree (node_id, "time" DESC);
CREATE INDEX idx_metrics_time ON public.metrics USING btree ("time" DESC);

CREATE TABLE public.nodes (
  node_id uuid NOT NULL DEFAULT gen_random_uuid(),
  node_name text NOT NULL,
  region text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  first_seen_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  interval_seconds integer NOT NULL DEFAULT 60,
  origin text NOT NULL DEFAULT 'probe'::text,
  CONSTRAINT nodes_pkey PRIMARY KEY (node_id),
  CONSTRAINT nodes_node_name_key UNIQUE (node_name),
  CONSTRAINT nodes_interval_seconds_check CHECK (((interval_seconds >= 1) AND (interval_seconds <= 86400))),
  CONSTRAINT nodes_node_name_check CHECK (((node_name <> ''::text) AND (length(node_name) <= 200))),
  CONSTRAINT nodes_origin_check CHECK ((origin = ANY (ARRAY['probe'::text, 'demo'::text, 'import'::text]))),
  CONSTRAINT nodes_region_check CHECK (((region <> ''::text) AND (length(region) <= 100)))
);

CREATE TABLE fiber.accounts (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  CONSTRAINT accounts_provider_id_account_id_key UNIQUE (provider_id, account_id),
  CONSTRAINT accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES fiber.users(id) ON DELETE CASCADE
);
CREATE INDEX idx_accounts_user_id ON fiber.accounts USING btree (user_id);

CREATE TABLE fiber.archive_policies (
  hypertable_schema text NOT NULL,
  hypertable_name text NOT NULL,
  archive_after interval NOT NULL,
  CONSTRAINT archive_policies_pkey PRIMARY KEY (hypertable_schema, hypertable_name),
  CONSTRAINT archive_policies_archive_after_check CHECK ((archive_after > '00:00:00'::interval))
);

CREATE TABLE fiber.archived_chunks (
  chunk_schema text NOT NULL,
  chunk_name text NOT NULL,
  hypertable_schema text NOT NULL,
  hypertable_name text NOT NULL,
  range_start timestamp with time zone NOT NULL,
  range_end timestamp with time zone NOT NULL,
  row_count bigint NOT NULL,
  chunk_bytes bigint NOT NULL,
  archive_bytes bigint NOT NULL,
  location text NOT NULL,
  checksum text NOT NULL,
  archived_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  verified_at timestamp with time zone,
  CONSTRAINT archived_chunks_pkey PRIMARY KEY (chunk_schema, chunk_name),
  CONSTRAINT archived_chunks_archive_bytes_check CHECK ((archive_bytes >= 0)),
  CONSTRAINT archived_chunks_check CHECK ((verified_at >= archived_at)),
  CONSTRAINT archived_chunks_check1 CHECK ((range_start < range_end)),
  CONSTRAINT archived_chunks_checksum_check CHECK ((checksum ~ '^sha256:[0-9a-f]{64}$'::text)),
  CONSTRAINT archived_chunks_chunk_bytes_check CHECK ((chunk_bytes >= 0)),
  CONSTRAINT archived_chunks_location_check CHECK (((location ~~ 'file:///_%'::text) OR (location ~~ 's3://_%'::text))),
  CONSTRAINT archived_chunks_range_end_check CHECK (isfinite(range_end)),
  CONSTRAINT archived_chunks_range_start_check CHECK (isfinite(range_start)),
  CONSTRAINT archived_chunks_row_count_check CHECK ((row_count >= 0))
);
CREATE INDEX archived_chunks_by_range ON fiber.archived_chunks USING btree (hypertable_schema, hypertable_name, range_start);

CREATE TABLE fiber.audit (
  event_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  actor_kind text NOT NULL,
  actor_id text,
  actor_name text,
  action text NOT NULL,
  subject text,
  outcome text NOT NULL,
  address text,
  detail jsonb,
  CONSTRAINT audit_pkey PRIMARY KEY (event_id),
  CONSTRAINT audit_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'token'::text, 'command'::text, 'console'::text, 'anonymous'::text]))),
  CONSTRAINT audit_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text])))
);
CREATE INDEX idx_audit_at ON fiber.audit USING btree (at DESC, event_id DESC);

CREATE TABLE fiber.dataset_nodes (
  dataset_id uuid NOT NULL,
  node_id uuid NOT NULL,
  CONSTRAINT dataset_nodes_pkey PRIMARY KEY (dataset_id, node_id),
  CONSTRAINT dataset_nodes_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES fiber.datasets(dataset_id) ON DELETE CASCADE,
  CONSTRAINT dataset_nodes_node_id_fkey FOREIGN KEY (node_id) REFERENCES nodes(node_id) ON DELETE CASCADE
);

CREATE TABLE fiber.datasets (
  dataset_id uuid NOT NULL DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  title text NOT NULL,
  credit text,
  content_sha256 text,
  shift_seconds bigint NOT NULL DEFAULT 0,
  first_time timestamp with time zone,
  last_time timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT datasets_pkey PRIMARY KEY (dataset_id),
  CONSTRAINT datasets_content_sha256_key UNIQUE (content_sha256),
  CONSTRAINT datasets_kind_check CHECK ((kind = ANY (ARRAY['demo'::text, 'import'::text])))
);

CREATE TABLE fiber.finding_snoozes (
  finding_id text NOT NULL,
  reason text NOT NULL,
  until timestamp with time zone NOT NULL,
  snoozed_by text NOT NULL,
  snoozed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT finding_snoozes_pkey PRIMARY KEY (finding_id),
  CONSTRAINT finding_snoozes_finding_id_check CHECK (((finding_id <> ''::text) AND (length(finding_id) <= 500))),
  CONSTRAINT finding_snoozes_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 500))),
  CONSTRAINT finding_snoozes_until_check CHECK (isfinite(until))
);

CREATE TABLE fiber.ingest_counts (
  bucket_seconds integer NOT NULL,
  bucket timestamp with time zone NOT NULL,
  source_id integer NOT NULL,
  bodies bigint NOT NULL,
  failed_bodies bigint NOT NULL,
  batches bigint NOT NULL,
  accepted bigint NOT NULL,
  duplicates bigint NOT NULL,
  rejected bigint NOT NULL,
  nodes_created bigint NOT NULL,
  batch_ms_sum double precision NOT NULL,
  batch_ms_max double precision NOT NULL,
  batch_counts bigint[] NOT NULL,
  lag_ms_sum double precision NOT NULL,
  lag_ms_min double precision,
  lag_ms_max double precision,
  lag_counts bigint[] NOT NULL,
  CONSTRAINT ingest_counts_pkey PRIMARY KEY (bucket_seconds, bucket, source_id),
  CONSTRAINT ingest_counts_source_id_fkey FOREIGN KEY (source_id) REFERENCES fiber.ingest_sources(source_id) ON DELETE CASCADE,
  CONSTRAINT ingest_counts_bucket_seconds_check CHECK ((bucket_seconds = ANY (ARRAY[0, 60, 3600])))
);

CREATE TABLE fiber.ingest_rejections (
  bucket_seconds integer NOT NULL,
  bucket timestamp with time zone NOT NULL,
  source_id integer NOT NULL,
  field text NOT NULL,
  reason text NOT NULL,
  lines bigint NOT NULL,
  CONSTRAINT ingest_rejections_pkey PRIMARY KEY (bucket_seconds, bucket, source_id, field, reason),
  CONSTRAINT ingest_rejections_source_id_fkey FOREIGN KEY (source_id) REFERENCES fiber.ingest_sources(source_id) ON DELETE CASCADE,
  CONSTRAINT ingest_rejections_bucket_seconds_check CHECK ((bucket_seconds = ANY (ARRAY[0, 60, 3600]))),
  CONSTRAINT ingest_rejections_field_check CHECK ((length(field) <= 40)),
  CONSTRAINT ingest_rejections_reason_check CHECK ((length(reason) <= 40))
);

CREATE TABLE fiber.ingest_rejects (
  reject_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  rejected_at timestamp with time zone NOT NULL,
  source_id integer NOT NULL,
  format text NOT NULL,
  line bigint NOT NULL,
  field text NOT NULL,
  reason text NOT NULL,
  message text NOT NULL,
  text text,
  text_length integer,
  CONSTRAINT ingest_rejects_pkey PRIMARY KEY (reject_id),
  CONSTRAINT ingest_rejects_source_id_fkey FOREIGN KEY (source_id) REFERENCES fiber.ingest_sources(source_id) ON DELETE CASCADE,
  CONSTRAINT ingest_rejects_field_check CHECK ((length(field) <= 100)),
  CONSTRAINT ingest_rejects_format_check CHECK ((length(format) <= 40)),
  CONSTRAINT ingest_rejects_message_check CHECK ((length(message) <= 500)),
  CONSTRAINT ingest_rejects_reason_check CHECK ((length(reason) <= 40)),
  CONSTRAINT ingest_rejects_text_check CHECK ((length(text) <= 500))
);
CREATE INDEX idx_ingest_rejects_source ON fiber.ingest_rejects USING btree (source_id, reject_id DESC);

CREATE TABLE fiber.ingest_sources (
  source_id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  first_at timestamp with time zone NOT NULL,
  last_at timestamp with time zone NOT NULL,
  CONSTRAINT ingest_sources_pkey PRIMARY KEY (source_id),
  CONSTRAINT ingest_sources_kind_key_key UNIQUE (kind, key),
  CONSTRAINT ingest_sources_key_check CHECK ((length(key) <= 300)),
  CONSTRAINT ingest_sources_kind_check CHECK ((kind = ANY (ARRAY['token'::text, 'person'::text, 'command_line'::text, 'watch_folder'::text, 'demo'::text]))),
  CONSTRAINT ingest_sources_name_check CHECK ((length(name) <= 300))
);

CREATE TABLE fiber.job_runner (
  only_row boolean NOT NULL DEFAULT true,
  looked_at timestamp with time zone NOT NULL,
  CONSTRAINT job_runner_pkey PRIMARY KEY (only_row),
  CONSTRAINT job_runner_only_row_check CHECK (only_row)
);

CREATE TABLE fiber.late_refreshes (
  day timestamp with time zone NOT NULL,
  late_rows bigint NOT NULL,
  refreshed_at timestamp with time zone NOT NULL,
  CONSTRAINT late_refreshes_pkey PRIMARY KEY (day)
);

CREATE TABLE fiber.migrations (
  name character varying(255) NOT NULL,
  "timestamp" character varying(255) NOT NULL,
  CONSTRAINT migrations_pkey PRIMARY KEY (name)
);

CREATE TABLE fiber.migrations_lock (
  id character varying(255) NOT NULL,
  is_locked integer NOT NULL DEFAULT 0,
  CONSTRAINT migrations_lock_pkey PRIMARY KEY (id)
);

CREATE TABLE fiber.policies (
  policy_name text NOT NULL,
  declared jsonb NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT policies_pkey PRIMARY KEY (policy_name)
);

CREATE TABLE fiber.rate_limits (
  key text NOT NULL,
  count integer NOT NULL,
  window_ends_at timestamp with time zone NOT NULL,
  CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
);
CREATE INDEX idx_rate_limits_window_ends_at ON fiber.rate_limits USING btree (window_ends_at);

CREATE TABLE fiber.refresh_requests (
  request_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  day timestamp with time zone NOT NULL,
  late_rows integer NOT NULL,
  requested_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT refresh_requests_pkey PRIMARY KEY (request_id),
  CONSTRAINT refresh_requests_late_rows_check CHECK ((late_rows > 0))
);

CREATE TABLE fiber.region_conflicts (
  node_name text NOT NULL,
  other_region text NOT NULL,
  region text NOT NULL,
  source_id integer NOT NULL,
  rows bigint NOT NULL,
  first_at timestamp with time zone NOT NULL,
  last_at timestamp with time zone NOT NULL,
  CONSTRAINT region_conflicts_pkey PRIMARY KEY (node_name, other_region),
  CONSTRAINT region_conflicts_source_id_fkey FOREIGN KEY (source_id) REFERENCES fiber.ingest_sources(source_id) ON DELETE CASCADE,
  CONSTRAINT region_conflicts_node_name_check CHECK ((length(node_name) <= 300)),
  CONSTRAINT region_conflicts_other_region_check CHECK ((length(other_region) <= 300))
);
CREATE INDEX idx_region_conflicts_last_at ON fiber.region_conflicts USING btree (last_at);

CREATE TABLE fiber.sessions (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL,
  token text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_token_key UNIQUE (token),
  CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES fiber.users(id) ON DELETE CASCADE
);
CREATE INDEX idx_sessions_user_id ON fiber.sessions USING btree (user_id);

CREATE TABLE fiber.storage_forecasts (
  made_on date NOT NULL,
  horizon_days integer NOT NULL,
  made_at timestamp with time zone NOT NULL,
  target_at timestamp with time zone NOT NULL,
  base_bytes bigint NOT NULL,
  low_bytes bigint NOT NULL,
  expected_bytes bigint NOT NULL,
  high_bytes bigint NOT NULL,
  CONSTRAINT storage_forecasts_pkey PRIMARY KEY (made_on, horizon_days),
  CONSTRAINT storage_forecasts_horizon_days_check CHECK ((horizon_days > 0))
);

CREATE TABLE fiber.storage_samples (
  "time" timestamp with time zone NOT NULL,
  hypertable_schema text,
  hypertable_name text,
  chunk_count integer NOT NULL,
  compressed_chunk_count integer NOT NULL,
  total_bytes bigint NOT NULL,
  table_bytes bigint,
  index_bytes bigint,
  toast_bytes bigint,
  hot_bytes bigint NOT NULL,
  warm_bytes bigint NOT NULL,
  hot_rows bigint,
  warm_rows bigint,
  before_compression_bytes bigint,
  after_compression_bytes bigint
);
CREATE INDEX idx_storage_samples_time ON fiber.storage_samples USING btree ("time" DESC, hypertable_schema, hypertable_name);

CREATE TABLE fiber.tokens (
  token_id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  token_sha256 text NOT NULL,
  token_hint text NOT NULL,
  scopes text[] NOT NULL,
  node_names text[],
  expires_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by text,
  CONSTRAINT tokens_pkey PRIMARY KEY (token_id),
  CONSTRAINT tokens_token_sha256_key UNIQUE (token_sha256),
  CONSTRAINT tokens_name_check CHECK (((name <> ''::text) AND (length(name) <= 100))),
  CONSTRAINT tokens_node_names_check CHECK ((cardinality(node_names) > 0)),
  CONSTRAINT tokens_scopes_check CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['ingest'::text, 'read'::text, 'operate'::text]))),
  CONSTRAINT tokens_token_sha256_check CHECK ((length(token_sha256) = 64))
);

CREATE TABLE fiber.users (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  email text NOT NULL,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  role text NOT NULL DEFAULT 'viewer'::text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_email_check CHECK ((email = lower(email))),
  CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'admin'::text])))
);
CREATE TRIGGER keep_an_administrator BEFORE DELETE OR UPDATE OF role, disabled_at ON fiber.users FOR EACH ROW EXECUTE FUNCTION fiber.keep_an_administrator();

CREATE TABLE fiber.verifications (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX idx_verifications_identifier ON fiber.verifications USING btree (identifier);

-- Hypertables

SELECT create_hypertable('public.metrics', 'time', chunk_time_interval => INTERVAL '7 days');
ALTER TABLE public.metrics SET (timescaledb.compress, timescaledb.compress_segmentby = 'node_id', timescaledb.compress_orderby = '"time" DESC');

SELECT create_hypertable('fiber.storage_samples', 'time', chunk_time_interval => INTERVAL '30 days');
ALTER TABLE fiber.storage_samples SET (timescaledb.compress, timescaledb.compress_segmentby = 'hypertable_schema,hypertable_name', timescaledb.compress_orderby = '"time" DESC');

-- Continuous aggregates

CREATE MATERIALIZED VIEW public.aggregates_daily
WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS
SELECT time_bucket('1 day'::interval, "time") AS bucket,
    node_id,
    avg(latency_ms) AS avg_latency_ms,
    max(latency_ms) AS max_latency_ms,
    min(latency_ms) AS min_latency_ms,
    percentile_cont((0.95)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p95_latency_ms,
    avg(uptime_pct) AS avg_uptime_pct,
    avg(packet_loss) AS avg_packet_loss,
    count(*) AS measurement_count,
    count(latency_ms) AS reply_count,
    count(packet_loss) AS loss_known_count,
    percentile_cont((0.05)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p05_latency_ms,
    percentile_cont((0.25)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p25_latency_ms,
    percentile_cont((0.50)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p50_latency_ms,
    percentile_cont((0.75)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p75_latency_ms,
    percentile_cont((0.99)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p99_latency_ms
   FROM metrics
  GROUP BY (time_bucket('1 day'::interval, "time")), node_id;
-- stored in chunks of 70 days

CREATE MATERIALIZED VIEW public.aggregates_daily_latency
WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS
SELECT time_bucket('1 day'::interval, bucket) AS bucket,
    node_id,
    latency_bin,
    (sum(reply_count))::bigint AS reply_count
   FROM aggregates_hourly_latency
  GROUP BY (time_bucket('1 day'::interval, bucket)), node_id, latency_bin;
-- stored in chunks of 70 days

CREATE MATERIALIZED VIEW public.aggregates_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT time_bucket('01:00:00'::interval, "time") AS bucket,
    node_id,
    avg(latency_ms) AS avg_latency_ms,
    max(latency_ms) AS max_latency_ms,
    min(latency_ms) AS min_latency_ms,
    percentile_cont((0.95)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p95_latency_ms,
    avg(uptime_pct) AS avg_uptime_pct,
    avg(packet_loss) AS avg_packet_loss,
    count(*) AS measurement_count,
    count(latency_ms) AS reply_count,
    count(packet_loss) AS loss_known_count,
    percentile_cont((0.05)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p05_latency_ms,
    percentile_cont((0.25)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p25_latency_ms,
    percentile_cont((0.50)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p50_latency_ms,
    percentile_cont((0.75)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p75_latency_ms,
    percentile_cont((0.99)::double precision) WITHIN GROUP (ORDER BY ((latency_ms)::double precision)) AS p99_latency_ms
   FROM metrics
  GROUP BY (time_bucket('01:00:00'::interval, "time")), node_id;
-- stored in chunks of 70 days

CREATE MATERIALIZED VIEW public.aggregates_hourly_latency
WITH (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.compress_segmentby = 'node_id', timescaledb.compress_orderby = 'bucket DESC,latency_bin') AS
SELECT time_bucket('01:00:00'::interval, "time") AS bucket,
    node_id,
    (floor((ln((latency_ms)::double precision) / (0.049)::double precision)))::smallint AS latency_bin,
    count(*) AS reply_count
   FROM metrics
  WHERE (latency_ms IS NOT NULL)
  GROUP BY (time_bucket('01:00:00'::interval, "time")), node_id, ((floor((ln((latency_ms)::double precision) / (0.049)::double precision)))::smallint);
-- stored in chunks of 7 days

-- Functions

CREATE OR REPLACE FUNCTION fiber.job_errors()
 RETURNS TABLE(job_id integer, start_time timestamp with time zone, finish_time timestamp with time zone, sqlerrcode text, err_message text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ SELECT e.job_id::integer, e.start_time, e.finish_time, e.sqlerrcode::text, e.err_message
          FROM timescaledb_information.job_errors e $function$
;

CREATE OR REPLACE FUNCTION fiber.job_runs(per_job integer)
 RETURNS TABLE(job_id integer, started_at timestamp with time zone, finished_at timestamp with time zone, succeeded boolean, sqlerrcode text, error text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ SELECT j.job_id::integer, nullif(h.start_time, timestamptz '2000-01-01 00:00:00+00'), h.finish_time, h.succeeded,
                 h.sqlerrcode::text, left(h.err_message, 2000)
          FROM timescaledb_information.jobs j
          CROSS JOIN LATERAL (
            SELECT * FROM timescaledb_information.job_history h
            WHERE h.job_id = j.job_id
            ORDER BY coalesce(nullif(h.start_time, timestamptz '2000-01-01 00:00:00+00'), h.finish_time) DESC
            LIMIT least(per_job, 100)
          ) h $function$
;

CREATE OR REPLACE FUNCTION fiber.keep_an_administrator()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
    BEGIN
      IF OLD.role = 'admin' AND OLD.disabled_at IS NULL
         AND (TG_OP = 'DELETE' OR NEW.role <> 'admin' OR NEW.disabled_at IS NOT NULL) THEN
        PERFORM pg_advisory_xact_lock(hashtext('fiber.keep_an_administrator'));
        IF NOT EXISTS (SELECT FROM fiber.users u WHERE u.id <> OLD.id AND u.role = 'admin' AND u.disabled_at IS NULL) THEN
          RAISE EXCEPTION 'The last administrator stays an administrator.' USING ERRCODE = 'FB001';
        END IF;
      END IF;
      RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $function$
;

CREATE OR REPLACE PROCEDURE fiber.sample_storage(IN job_id integer, IN config jsonb)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '2s'
 SET enable_nestloop TO 'off'
 SET jit TO 'off'
AS $procedure$
DECLARE
  extension name := (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
                     WHERE e.extname = 'timescaledb');
  community boolean := current_setting('timescaledb.license', true) = 'timescale';
  stats name := (SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname = extension AND p.proname IN ('chunk_columnstore_stats', 'chunk_compression_stats')
                 ORDER BY p.proname DESC LIMIT 1);
  named_by name[] := ARRAY(SELECT attname FROM pg_attribute
                           WHERE attrelid = to_regclass('_timescaledb_catalog.chunk') AND NOT attisdropped);
  table_of_chunk text := CASE
    WHEN named_by @> '{relid}' THEN 'JOIN pg_class c ON c.oid = k.relid JOIN pg_namespace n ON n.oid = c.relnamespace'
    WHEN named_by @> '{schema_name,table_name}'
    THEN 'JOIN pg_namespace n ON n.nspname = k.schema_name JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = k.table_name'
  END;
  catalog boolean := coalesce((config->>'catalog')::boolean, true) AND table_of_chunk IS NOT NULL AND 13 = (
    SELECT count(*) FROM pg_attribute a
    WHERE NOT a.attisdropped
      AND a.attrelid = ANY (ARRAY[to_regclass('_timescaledb_catalog.compression_settings'),
                                  to_regclass('_timescaledb_catalog.chunk'),
                                  to_regclass('_timescaledb_catalog.compression_chunk_size')]::oid[])
      AND (a.attrelid::regclass::text, a.attname) IN (
      ('_timescaledb_catalog.compression_settings', 'relid'), ('_timescaledb_catalog.compression_settings', 'compress_relid'),
      ('_timescaledb_catalog.chunk', 'id'), ('_timescaledb_catalog.chunk', 'status'),
      ('_timescaledb_catalog.compression_chunk_size', 'chunk_id'),
      ('_timescaledb_catalog.compression_chunk_size', 'uncompressed_heap_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'uncompressed_toast_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'uncompressed_index_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'compressed_heap_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'compressed_toast_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'compressed_index_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'numrows_pre_compression'),
      ('_timescaledb_catalog.compression_chunk_size', 'numrows_post_compression')));
  -- The Apache edition ends the server process when it is asked for the rows of a compressed chunk.
  packed_rows text := CASE WHEN community THEN format('nullif(%I.approximate_row_count(c.oid::regclass), 0)', extension)
                      ELSE 'NULL::bigint' END;
BEGIN
  EXECUTE format($sample$
    WITH known AS MATERIALIZED (
      SELECT d.hypertable_schema, d.hypertable_name, c.oid AS relid, c.reltoastrelid
      FROM timescaledb_information.dimensions d
      JOIN pg_namespace n ON n.nspname = d.hypertable_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
      WHERE d.dimension_number = 1
    ), listed AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, chunk_schema, chunk_name, is_compressed, range_start
      FROM timescaledb_information.chunks
    ), %s, total AS (
      SELECT relid, count(*) AS chunk_count, count(*) FILTER (WHERE is_compressed) AS compressed_chunk_count,
             sum(total_bytes) AS total_bytes, sum(table_bytes) AS table_bytes, sum(index_bytes) AS index_bytes,
             sum(toast_bytes) AS toast_bytes,
             coalesce(sum(total_bytes) FILTER (WHERE NOT is_compressed), 0) AS hot_bytes,
             coalesce(sum(total_bytes) FILTER (WHERE is_compressed), 0) AS warm_bytes,
             CASE WHEN count(*) FILTER (WHERE NOT is_compressed AND row_count IS NULL) = 0
                  THEN coalesce(sum(row_count) FILTER (WHERE NOT is_compressed), 0) END AS hot_rows,
             CASE WHEN count(*) FILTER (WHERE is_compressed AND row_count IS NULL) = 0
                  THEN coalesce(sum(row_count) FILTER (WHERE is_compressed), 0) END AS warm_rows
      FROM chunk GROUP BY relid
    ), parent AS (
      SELECT relid, pg_total_relation_size(relid) AS total_bytes, pg_indexes_size(relid) AS index_bytes,
             coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) AS toast_bytes
      FROM known
    )
    INSERT INTO fiber.storage_samples
      (time, hypertable_schema, hypertable_name, chunk_count, compressed_chunk_count, total_bytes, table_bytes, index_bytes,
       toast_bytes, hot_bytes, warm_bytes, hot_rows, warm_rows, before_compression_bytes, after_compression_bytes)
    SELECT now(), k.hypertable_schema, k.hypertable_name, coalesce(t.chunk_count, 0), coalesce(t.compressed_chunk_count, 0),
           coalesce(t.total_bytes, 0) + p.total_bytes,
           coalesce(t.table_bytes, 0) + p.total_bytes - p.index_bytes - p.toast_bytes,
           coalesce(t.index_bytes, 0) + p.index_bytes, coalesce(t.toast_bytes, 0) + p.toast_bytes,
           coalesce(t.hot_bytes, 0), coalesce(t.warm_bytes, 0),
           CASE WHEN t.relid IS NULL THEN 0 ELSE t.hot_rows END, CASE WHEN t.relid IS NULL THEN 0 ELSE t.warm_rows END,
           c.before_bytes, c.after_bytes
    FROM known k
    JOIN parent p USING (relid)
    LEFT JOIN total t USING (relid)
    LEFT JOIN compression c USING (relid)
    UNION ALL
    SELECT now(), NULL, NULL, coalesce(sum(chunk_count), 0), coalesce(sum(compressed_chunk_count), 0),
           pg_database_size(current_database()), NULL, NULL, NULL, coalesce(sum(hot_bytes), 0),
           coalesce(sum(warm_bytes), 0), NULL, NULL, NULL, NULL
    FROM total
  $sample$,
    CASE WHEN catalog THEN format($catalog$
    zipped AS MATERIALIZED (
      SELECT n.nspname AS chunk_schema, c.relname AS chunk_name, c.oid, c.reltuples, c.relpages, k.status & 8 <> 0 AS partial, z.*
      FROM _timescaledb_catalog.chunk k
      %3$s
      LEFT JOIN _timescaledb_catalog.compression_chunk_size z ON z.chunk_id = k.id
    ), index AS MATERIALIZED (
      SELECT x.indrelid, count(*) AS count, sum(i.relpages::bigint) AS pages,
             bool_and(i.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')) AS btree
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid GROUP BY x.indrelid
    ), named AS MATERIALIZED (
      SELECT k.relid, l.is_compressed, z.*, cs.compress_relid::oid AS compress_relid,
             row_number() OVER (ORDER BY l.is_compressed, l.range_start DESC NULLS LAST) <= %2$s AS measured
      FROM listed l
      JOIN known k USING (hypertable_schema, hypertable_name)
      JOIN zipped z USING (chunk_schema, chunk_name)
      LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = z.oid
    ), part AS MATERIALIZED (
      SELECT v.oid AS chunk, v.oid AS part, v.measured, v.is_compressed AND NOT v.partial AS emptied, NULL AS batches FROM named v
      UNION ALL
      SELECT v.oid, v.compress_relid, v.measured, false, v.numrows_post_compression FROM named v
      WHERE v.compress_relid IS NOT NULL
    ), told AS MATERIALIZED (
      SELECT p.chunk, p.part, r.relpages, r.reltoastrelid, i.count AS index_count, i.pages AS index_pages,
             t.relpages AS toast_pages, ti.pages AS toast_index_pages,
             CASE WHEN p.measured THEN 'measured'
                  WHEN p.batches = r.reltuples OR p.batches IS NOT NULL AND r.reltuples < 0 AND r.relpages = 0 THEN 'wrote'
                  WHEN p.emptied AND r.reltuples <= 0 AND r.relpages = 0 AND coalesce(i.btree, true) THEN 'emptied'
                  WHEN r.reltuples >= 0 AND (r.reltoastrelid = 0 OR t.reltuples >= 0) THEN 'seen'
                  ELSE 'measured' END AS by
      FROM part p
      JOIN pg_class r ON r.oid = p.part
      LEFT JOIN index i ON i.indrelid = r.oid
      LEFT JOIN pg_class t ON t.oid = r.reltoastrelid
      LEFT JOIN index ti ON ti.indrelid = t.oid
    ), file AS MATERIALIZED (
      SELECT chunk, part, by, relpages, index_count, index_pages, toast_pages, toast_index_pages, reltoastrelid,
             CASE WHEN by = 'measured' THEN coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) END AS toast
      FROM told
    ), size AS MATERIALIZED (
      SELECT f.chunk,
             sum(CASE f.by WHEN 'measured' THEN pg_table_size(f.part) - f.toast WHEN 'seen' THEN f.relpages * b.block
                           WHEN 'wrote' THEN v.compressed_heap_size ELSE 0 END) AS table_bytes,
             sum(CASE f.by WHEN 'measured' THEN pg_indexes_size(f.part) WHEN 'seen' THEN coalesce(f.index_pages, 0) * b.block
                           WHEN 'wrote' THEN v.compressed_index_size ELSE coalesce(f.index_count, 0) * b.block END) AS index_bytes,
             sum(CASE f.by WHEN 'measured' THEN f.toast WHEN 'wrote' THEN v.compressed_toast_size
                           WHEN 'seen' THEN coalesce(f.toast_pages + f.toast_index_pages, 0) * b.block
                           ELSE CASE WHEN f.reltoastrelid = 0 THEN 0 ELSE b.block END END) AS toast_bytes,
             bool_and(f.by <> 'measured') AS from_catalog
      FROM file f
      JOIN named v ON v.oid = f.chunk
      CROSS JOIN (SELECT current_setting('block_size')::bigint AS block) b
      GROUP BY f.chunk
    ), counted AS MATERIALIZED (
      SELECT v.*, s.table_bytes, s.index_bytes, s.toast_bytes, s.table_bytes + s.index_bytes + s.toast_bytes AS total_bytes,
             CASE WHEN s.from_catalog THEN v.relpages
                  ELSE pg_relation_size(v.oid) / current_setting('block_size')::bigint END AS pages,
             CASE WHEN v.is_compressed AND (b.reltuples < 0 OR b.reltuples = v.numrows_post_compression)
                  THEN v.numrows_pre_compression END AS packed
      FROM named v
      JOIN size s ON s.chunk = v.oid
      LEFT JOIN pg_class b ON b.oid = v.compress_relid
    ), late AS MATERIALIZED (
      SELECT c.*, CASE WHEN pages = 0 THEN 0
                       WHEN relpages > 0 AND reltuples >= 0 THEN round(reltuples / relpages * pages)::bigint END AS plain
      FROM counted c
    ), chunk AS MATERIALIZED (
      SELECT c.*, CASE WHEN table_bytes = 0 THEN 0 WHEN is_compressed THEN coalesce(packed + plain, %1$s) ELSE plain END AS row_count
      FROM late c
    ), compression AS MATERIALIZED (
      SELECT relid, sum(uncompressed_heap_size + uncompressed_index_size + uncompressed_toast_size) AS before_bytes,
             sum(compressed_heap_size + compressed_index_size + compressed_toast_size) AS after_bytes
      FROM named WHERE is_compressed GROUP BY relid
    )$catalog$, packed_rows, coalesce((config->>'measured_chunks')::integer, 500), table_of_chunk)
    ELSE format($public$
    size AS MATERIALIZED (
      SELECT k.relid, s.* FROM known k CROSS JOIN LATERAL %2$I.chunks_detailed_size(k.relid) s
    ), chunk AS MATERIALIZED (
      SELECT s.*, l.is_compressed,
             CASE WHEN s.table_bytes = 0 THEN 0
                  WHEN l.is_compressed THEN %1$s
                  WHEN c.reltuples >= 0 AND c.relpages > 0
                  THEN (c.reltuples / c.relpages * (pg_relation_size(c.oid) / current_setting('block_size')::integer))::bigint
                  END AS row_count
      FROM size s
      JOIN listed l USING (chunk_schema, chunk_name)
      JOIN pg_namespace n ON n.nspname = s.chunk_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.chunk_name
    ), compression AS (
      SELECT k.relid, s.before_bytes, s.after_bytes FROM known k CROSS JOIN LATERAL (%3$s) s
    )$public$, packed_rows, extension,
      CASE WHEN community AND stats IS NOT NULL THEN format(
        'SELECT sum(before_compression_total_bytes) AS before_bytes, sum(after_compression_total_bytes) AS after_bytes
         FROM %I.%I(k.relid) WHERE compression_status = ''Compressed''', extension, stats)
      ELSE 'SELECT NULL::bigint AS before_bytes, NULL::bigint AS after_bytes' END) END);
END
$procedure$
;

CREATE OR REPLACE FUNCTION fiber.server_activity()
 RETURNS TABLE(sees_activity boolean, idle_in_transaction bigint, longest_transaction jsonb, replicas jsonb)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
              FROM pg_stat_replication r) $function$
;

-- Policies

-- policy_compression on fiber.storage_samples: compress_after 7 days, every 1 day
-- policy_compression on public.aggregates_hourly_latency: compress_after 14 days, every 12:00:00
-- policy_compression on public.metrics: compress_after 3 days, every 12:00:00
-- policy_refresh_continuous_aggregate on public.aggregates_daily: start_offset 5 days, end_offset 01:00:00, every 01:00:00
-- policy_refresh_continuous_aggregate on public.aggregates_daily_latency: start_offset 5 days, end_offset 01:00:00, every 01:00:00
-- policy_refresh_continuous_aggregate on public.aggregates_hourly: start_offset 3 days, end_offset 01:00:00, every 01:00:00
-- policy_refresh_continuous_aggregate on public.aggregates_hourly_latency: start_offset 3 days, end_offset 01:00:00, every 01:00:00
-- policy_retention on fiber.storage_samples: drop_after 400 days, every 1 day
-- policy_retention on public.metrics: drop_after 90 days, every 1 day

-- Rights

GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT SELECT ON EVERY NEW TABLE IN SCHEMA fiber TO fiber_reader;
GRANT SELECT ON EVERY NEW TABLE IN SCHEMA public TO fiber_reader;
GRANT EXECUTE ON FUNCTION fiber.job_errors() TO fiber_reader;
GRANT EXECUTE ON FUNCTION fiber.job_runs(integer) TO fiber_reader;
GRANT EXECUTE ON FUNCTION fiber.server_activity() TO fiber_reader;
GRANT USAGE ON SCHEMA fiber TO fiber_reader;
GRANT USAGE ON SCHEMA public TO fiber_reader;
GRANT SELECT ON TABLE fiber.archive_policies TO fiber_reader;
GRANT SELECT ON TABLE fiber.archived_chunks TO fiber_reader;
GRANT SELECT ON TABLE fiber.dataset_nodes TO fiber_reader;
GRANT SELECT ON TABLE fiber.datasets TO fiber_reader;
GRANT SELECT ON TABLE fiber.finding_snoozes TO fiber_reader;
GRANT SELECT ON TABLE fiber.ingest_counts TO fiber_reader;
GRANT SELECT ON TABLE fiber.ingest_rejections TO fiber_reader;
GRANT SELECT ON TABLE fiber.ingest_rejects TO fiber_reader;
GRANT SELECT ON TABLE fiber.ingest_sources TO fiber_reader;
GRANT SELECT ON TABLE fiber.job_runner TO fiber_reader;
GRANT SELECT ON TABLE fiber.late_refreshes TO fiber_reader;
GRANT SELECT ON TABLE fiber.policies TO fiber_reader;
GRANT SELECT ON TABLE fiber.refresh_requests TO fiber_reader;
GRANT SELECT ON TABLE fiber.region_conflicts TO fiber_reader;
GRANT SELECT ON TABLE fiber.storage_forecasts TO fiber_reader;
GRANT SELECT ON TABLE fiber.storage_samples TO fiber_reader;
GRANT SELECT ON TABLE public.aggregates_daily TO fiber_reader;
GRANT SELECT ON TABLE public.aggregates_daily_latency TO fiber_reader;
GRANT SELECT ON TABLE public.aggregates_hourly TO fiber_reader;
GRANT SELECT ON TABLE public.aggregates_hourly_latency TO fiber_reader;
GRANT SELECT ON TABLE public.metrics TO fiber_reader;
GRANT SELECT ON TABLE public.nodes TO fiber_reader;
GRANT SELECT ON EVERY NEW TABLE IN SCHEMA fiber TO fiber_writer;
GRANT SELECT ON EVERY NEW TABLE IN SCHEMA public TO fiber_writer;
GRANT EXECUTE ON FUNCTION fiber.job_errors() TO fiber_writer;
GRANT EXECUTE ON FUNCTION fiber.job_runs(integer) TO fiber_writer;
GRANT EXECUTE ON FUNCTION fiber.server_activity() TO fiber_writer;
GRANT USAGE ON SCHEMA fiber TO fiber_writer;
GRANT USAGE ON SCHEMA public TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.accounts TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.archive_policies TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.archived_chunks TO fiber_writer;
GRANT INSERT, SELECT ON TABLE fiber.audit TO fiber_writer;
GRANT SELECT ON TABLE fiber.dataset_nodes TO fiber_writer;
GRANT SELECT ON TABLE fiber.datasets TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.finding_snoozes TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.ingest_counts TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.ingest_rejections TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.ingest_rejects TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.ingest_sources TO fiber_writer;
GRANT SELECT ON TABLE fiber.job_runner TO fiber_writer;
GRANT SELECT ON TABLE fiber.late_refreshes TO fiber_writer;
GRANT SELECT ON TABLE fiber.policies TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.rate_limits TO fiber_writer;
GRANT INSERT, SELECT ON TABLE fiber.refresh_requests TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.region_conflicts TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.sessions TO fiber_writer;
GRANT SELECT ON TABLE fiber.storage_forecasts TO fiber_writer;
GRANT SELECT ON TABLE fiber.storage_samples TO fiber_writer;
GRANT INSERT, SELECT, UPDATE ON TABLE fiber.tokens TO fiber_writer;
GRANT INSERT, SELECT, UPDATE ON TABLE fiber.users TO fiber_writer;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fiber.verifications TO fiber_writer;
GRANT SELECT ON TABLE public.aggregates_daily TO fiber_writer;
GRANT SELECT ON TABLE public.aggregates_daily_latency TO fiber_writer;
GRANT SELECT ON TABLE public.aggregates_hourly TO fiber_writer;
GRANT SELECT ON TABLE public.aggregates_hourly_latency TO fiber_writer;
GRANT INSERT, SELECT, UPDATE ON TABLE public.metrics TO fiber_writer;
GRANT INSERT, SELECT, UPDATE ON TABLE public.nodes TO fiber_writer;
