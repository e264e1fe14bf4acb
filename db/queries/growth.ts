import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { Growth, GrowthSeries, SamplingJob } from "#lib/model/growth.ts";
import { growthBucketSeconds } from "#lib/growth.ts";
import { aggregateViews } from "./storage-sql.ts";
import { type Capabilities, publicFunction, requireTimescale } from "./capabilities.ts";

/** Hypertables told one by one. */
const LISTED = 12;
/** Samples are kept for 400 days. */
const LONGEST_MS = 400 * 86_400_000;

type State = Pick<Growth, "first_sample_at" | "last_sample_at"> & { job: SamplingJob | null; count: number };

const getState = async (db: Kysely<Database>): Promise<State> => {
  const { rows } = await sql<State>`
    SELECT (SELECT min(time) FROM fiber.storage_samples) AS first_sample_at,
           (SELECT max(time) FROM fiber.storage_samples) AS last_sample_at,
           (SELECT count(*) FROM timescaledb_information.dimensions WHERE dimension_number = 1) AS count,
           (SELECT json_build_object('job_id', job_id, 'scheduled', scheduled,
                                     'every_seconds', extract(epoch FROM schedule_interval))
            FROM timescaledb_information.jobs WHERE proc_schema = 'fiber' AND proc_name = 'sample_storage'
            ORDER BY job_id LIMIT 1) AS job`.execute(db);
  return rows[0] ?? { first_sample_at: null, last_sample_at: null, job: null, count: 0 };
};

type Row = {
  hypertable_schema: string | null;
  hypertable_name: string | null;
  aggregate_name: string | null;
  time: string;
  bucket: string;
  total_bytes: number;
  hot_bytes: number;
  warm_bytes: number;
  index_bytes: number | null;
  toast_bytes: number | null;
  row_count_estimate: number | null;
};

const VALUES = ["total_bytes", "hot_bytes", "warm_bytes", "index_bytes", "toast_bytes", "row_count_estimate"] as const;

type Question = { from: Date; to: Date; bucket_seconds: number };

/** The newest sample of each bucket, of the database and of the hypertables that are the largest now. */
const listSamples = async (db: Kysely<Database>, capabilities: Capabilities, question: Question): Promise<Row[]> => {
  const { from, to, bucket_seconds } = question;
  const bucket = sql`${publicFunction(capabilities, "time_bucket")}(make_interval(secs => ${bucket_seconds}), s.time)`;
  const { rows } = await sql<Row>`
    WITH ${aggregateViews(capabilities)}, newest AS (
      SELECT max(time) AS time FROM fiber.storage_samples
      WHERE time >= ${from.toISOString()} AND time < ${to.toISOString()}
    ), largest AS MATERIALIZED (
      SELECT coalesce(hypertable_schema, '') AS schema, coalesce(hypertable_name, '') AS name,
             row_number() OVER (ORDER BY hypertable_name IS NOT NULL, total_bytes DESC, hypertable_name) AS place
      FROM fiber.storage_samples JOIN newest USING (time)
      ORDER BY place LIMIT ${LISTED + 1}
    ), candidate AS (
      SELECT l.place, ${bucket} AS bucket, s.*
      FROM fiber.storage_samples s
      JOIN largest l ON l.schema = coalesce(s.hypertable_schema, '') AND l.name = coalesce(s.hypertable_name, '')
      WHERE s.time >= ${from.toISOString()} AND s.time < ${to.toISOString()}
    ), sample AS (
      SELECT DISTINCT ON (place, bucket) * FROM candidate ORDER BY place, bucket, time DESC
    )
    SELECT s.hypertable_schema, s.hypertable_name, ca.view_name AS aggregate_name, s.time, s.bucket, s.total_bytes, s.hot_bytes,
           s.warm_bytes, s.index_bytes, s.toast_bytes, s.hot_rows + s.warm_rows AS row_count_estimate
    FROM sample s LEFT JOIN ca USING (hypertable_schema, hypertable_name)
    ORDER BY s.place, s.bucket`.execute(db);
  return rows;
};

/** Starts of buckets from the first with a sample to the last. */
const bucketsOf = (rows: Row[], bucket_seconds: number): string[] => {
  const at = rows.map((row) => Date.parse(row.bucket));
  const first = Math.min(...at);
  const count = rows.length === 0 ? 0 : Math.round((Math.max(...at) - first) / 1000 / bucket_seconds) + 1;
  return Array.from({ length: count }, (_, i) => new Date(first + i * bucket_seconds * 1000).toISOString());
};

/** When the newest sample of each bucket was taken; the start of a bucket without one. */
const timesOf = (rows: Row[], buckets: string[]): string[] => {
  const taken = new Map<number, string>();
  for (const { bucket, time } of rows) {
    const at = Date.parse(bucket);
    const known = taken.get(at);
    if (known === undefined || known < time) taken.set(at, time);
  }
  return buckets.map((bucket) => taken.get(Date.parse(bucket)) ?? bucket);
};

/** Rows of the same thing follow each other. */
const seriesOf = (rows: Row[], buckets: string[], bucket_seconds: number): GrowthSeries[] => {
  const series: GrowthSeries[] = [];
  const first = Date.parse(buckets[0] ?? "");
  for (const row of rows) {
    const { hypertable_schema, hypertable_name, aggregate_name } = row;
    let open = series.at(-1);
    if (!open || open.hypertable_schema !== hypertable_schema || open.hypertable_name !== hypertable_name) {
      const nothing = Object.fromEntries(VALUES.map((value) => [value, buckets.map(() => null)]));
      open = { hypertable_schema, hypertable_name, aggregate_name, ...nothing } as GrowthSeries;
      series.push(open);
    }
    const index = Math.round((Date.parse(row.bucket) - first) / 1000 / bucket_seconds);
    for (const value of VALUES) open[value][index] = row[value];
  }
  return series;
};

/**
 * Sizes of the database and of its largest hypertables over time, from fiber.storage_samples: by the hour, or coarser
 * where the range is long (at most 240 times). Without a range all samples that are kept. A time without a sample is
 * null, not a guess. Three statements, whatever the size.
 *
 * Errors: `not_available` without TimescaleDB, `not_permitted` for a role that may not read the samples.
 */
export const getGrowth = async (
  db: Kysely<Database>,
  { from, to, now }: { from?: Date; to?: Date; now: Date },
): Promise<Growth> => {
  const capabilities = await requireTimescale(db);
  const state = await getState(db);
  const start = from ?? new Date(Math.max(Date.parse(state.first_sample_at ?? now.toISOString()), +now - LONGEST_MS));
  const end = to ?? new Date(+now + 1000);
  const bucket_seconds = growthBucketSeconds((+end - +start) / 1000, state.job?.every_seconds ?? 3600);
  const rows = await listSamples(db, capabilities, { from: start, to: end, bucket_seconds });
  const buckets = bucketsOf(rows, bucket_seconds);
  const times = timesOf(rows, buckets);
  const series = seriesOf(rows, buckets, bucket_seconds);
  const { first_sample_at, last_sample_at, job, count } = state;
  return {
    edition: capabilities.edition,
    job,
    first_sample_at,
    last_sample_at,
    bucket_seconds,
    times,
    series,
    left_out: Math.max(0, count - LISTED),
    as_of: now.toISOString(),
  };
};
