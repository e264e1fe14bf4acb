import { type Kysely, sql } from "kysely";

const figures = sql`
  avg(latency_ms) AS avg_latency_ms,
  max(latency_ms) AS max_latency_ms,
  min(latency_ms) AS min_latency_ms,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY latency_ms) AS p95_latency_ms,
  avg(uptime_pct) AS avg_uptime_pct,
  avg(packet_loss) AS avg_packet_loss,
  count(*) AS measurement_count,
  count(latency_ms) AS reply_count,
  count(packet_loss) AS loss_known_count,
  percentile_cont(0.05) WITHIN GROUP (ORDER BY latency_ms) AS p05_latency_ms,
  percentile_cont(0.25) WITHIN GROUP (ORDER BY latency_ms) AS p25_latency_ms,
  percentile_cont(0.50) WITHIN GROUP (ORDER BY latency_ms) AS p50_latency_ms,
  percentile_cont(0.75) WITHIN GROUP (ORDER BY latency_ms) AS p75_latency_ms,
  percentile_cont(0.99) WITHIN GROUP (ORDER BY latency_ms) AS p99_latency_ms`;

/**
 * The seed's two rollups, both from measurements, and beside each a sparse histogram of latency whose counts add up
 * over any range. The hourly ones are real-time; the daily ones are not: the console fills their tail from hours.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE MATERIALIZED VIEW public.aggregates_hourly
    WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
    SELECT time_bucket(INTERVAL '1 hour', time) AS bucket, node_id, ${figures}
    FROM public.metrics GROUP BY 1, 2 WITH NO DATA`.execute(db);
  await sql`
    CREATE MATERIALIZED VIEW public.aggregates_daily
    WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS
    SELECT time_bucket(INTERVAL '1 day', time) AS bucket, node_id, ${figures}
    FROM public.metrics GROUP BY 1, 2 WITH NO DATA`.execute(db);

  // 0.049: neighbouring bins differ by 5.02 %, so a bin's middle is within 2.5 % of every value in it.
  await sql`
    CREATE MATERIALIZED VIEW public.aggregates_hourly_latency
    WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
    SELECT time_bucket(INTERVAL '1 hour', time) AS bucket, node_id,
           floor(ln(latency_ms::double precision) / 0.049)::smallint AS latency_bin,
           count(*) AS reply_count
    FROM public.metrics WHERE latency_ms IS NOT NULL GROUP BY 1, 2, 3 WITH NO DATA`.execute(db);
  await sql`
    CREATE MATERIALIZED VIEW public.aggregates_daily_latency
    WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS
    SELECT time_bucket(INTERVAL '1 day', bucket) AS bucket, node_id, latency_bin,
           sum(reply_count)::bigint AS reply_count
    FROM public.aggregates_hourly_latency GROUP BY 1, 2, 3 WITH NO DATA`.execute(db);

  // Histograms by the hour are many narrow rows: weekly chunks, compressed by their policy.
  await sql`
    ALTER MATERIALIZED VIEW public.aggregates_hourly_latency SET (
      timescaledb.compress = true,
      timescaledb.compress_segmentby = 'node_id',
      timescaledb.compress_orderby = 'bucket DESC, latency_bin'
    )`.execute(db);
  await sql`
    SELECT set_chunk_time_interval(
      format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::regclass, INTERVAL '1 week')
    FROM timescaledb_information.continuous_aggregates
    WHERE view_schema = 'public' AND view_name = 'aggregates_hourly_latency'`.execute(db);

  await sql`GRANT SELECT ON public.aggregates_hourly, public.aggregates_daily,
    public.aggregates_hourly_latency, public.aggregates_daily_latency TO fiber_reader, fiber_writer`.execute(db);
};
