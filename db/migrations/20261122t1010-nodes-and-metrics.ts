import { type Kysely, sql } from "kysely";

/** The seed's two tables: nodes, and metrics as a hypertable of weekly chunks. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE public.nodes (
      node_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      node_name text NOT NULL UNIQUE CHECK (node_name <> '' AND length(node_name) <= 200),
      region text CHECK (region <> '' AND length(region) <= 100),
      created_at timestamptz NOT NULL DEFAULT now(),
      first_seen_at timestamptz,
      last_seen_at timestamptz,
      interval_seconds integer NOT NULL DEFAULT 60 CHECK (interval_seconds BETWEEN 1 AND 86400),
      origin text NOT NULL DEFAULT 'probe' CHECK (origin IN ('probe', 'demo', 'import'))
    )`.execute(db);

  // real keeps a millisecond figure at seven digits and compresses twice as well as double precision.
  // A comparison with NaN or an infinity fails these checks.
  await sql`
    CREATE TABLE public.metrics (
      time timestamptz NOT NULL,
      node_id uuid NOT NULL REFERENCES public.nodes (node_id),
      latency_ms real CHECK (latency_ms > 0 AND latency_ms < 600000),
      uptime_pct real NOT NULL CHECK (uptime_pct >= 0 AND uptime_pct <= 100),
      packet_loss real CHECK (packet_loss >= 0 AND packet_loss <= 100)
    )`.execute(db);
  await sql`
    SELECT create_hypertable('public.metrics', 'time', chunk_time_interval => INTERVAL '1 week',
                             create_default_indexes => false)`.execute(db);

  await sql`CREATE INDEX idx_metrics_time ON public.metrics (time DESC)`.execute(db);
  // The identity of a measurement and the seed's node index in one.
  await sql`CREATE UNIQUE INDEX idx_metrics_node_id ON public.metrics (node_id, time DESC)`.execute(db);

  await sql`
    ALTER TABLE public.metrics SET (
      timescaledb.compress,
      timescaledb.compress_segmentby = 'node_id',
      timescaledb.compress_orderby = 'time DESC'
    )`.execute(db);

  await sql`GRANT INSERT, UPDATE ON public.nodes, public.metrics TO fiber_writer`.execute(db);
};
