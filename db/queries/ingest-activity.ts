import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { activityBuckets, addCounts, BATCH_MS_BOUNDS, LAG_MS_BOUNDS, noCounts } from "#lib/ingest/activity.ts";
import type {
  IngestActivity,
  IngestCounts,
  IngestRejection,
  IngestSource,
  IngestSourceCounts,
} from "#lib/model/ingest-activity.ts";

/** Sources that are told one by one. */
const LISTED = 100;

const sumBins = (name: string, bins: number): RawBuilder<number[]> =>
  sql`ARRAY[${sql.join(Array.from({ length: bins }, (_, bin) => sql`sum(c.${sql.ref(name)}[${sql.lit(bin + 1)}])::bigint`))}]`;

/** The counts of several rows as those of one. */
const SUMS = sql`
  sum(c.bodies)::bigint AS bodies, sum(c.failed_bodies)::bigint AS failed_bodies, sum(c.batches)::bigint AS batches,
  sum(c.accepted)::bigint AS accepted, sum(c.duplicates)::bigint AS duplicates, sum(c.rejected)::bigint AS rejected,
  sum(c.nodes_created)::bigint AS nodes_created, sum(c.batch_ms_sum) AS batch_ms_sum, max(c.batch_ms_max) AS batch_ms_max,
  ${sumBins("batch_counts", BATCH_MS_BOUNDS.length + 1)} AS batch_counts, sum(c.lag_ms_sum) AS lag_ms_sum,
  min(c.lag_ms_min) AS lag_ms_min, max(c.lag_ms_max) AS lag_ms_max,
  ${sumBins("lag_counts", LAG_MS_BOUNDS.length + 1)} AS lag_counts`;

type Slice = { from: string; to: string; counted_by_seconds: number; bucket_seconds: number };

const inSlice = ({ from, to, counted_by_seconds }: Slice) => sql`
  bucket_seconds = ${counted_by_seconds} AND bucket >= ${from}::timestamptz AND bucket < ${to}::timestamptz`;

const listPoints = async (db: Kysely<Database>, slice: Slice): Promise<IngestActivity["points"]> => {
  const { rows } = await sql<IngestCounts & { time: string }>`
    SELECT date_bin(make_interval(secs => ${slice.bucket_seconds}), c.bucket, ${slice.from}::timestamptz) AS time, ${SUMS}
    FROM fiber.ingest_counts c WHERE ${inSlice(slice)} GROUP BY 1 ORDER BY 1`.execute(db);
  return rows;
};

type Source = Omit<IngestSourceCounts, "rejections">;

/** The busiest, and how many there are in all. */
const listSources = async (db: Kysely<Database>, slice: Slice): Promise<{ sources: Source[]; count: number }> => {
  const { rows } = await sql<Source & { sources: number }>`
    SELECT s.source_id, s.kind, s.key, s.name, s.last_at, ${SUMS}, count(*) OVER () AS sources
    FROM fiber.ingest_counts c JOIN fiber.ingest_sources s USING (source_id)
    WHERE ${inSlice(slice)} GROUP BY s.source_id
    ORDER BY sum(c.accepted + c.duplicates + c.rejected) DESC, s.source_id LIMIT ${LISTED}`.execute(db);
  const split = rows.map(({ sources: count, ...source }) => ({ count, source }));
  return { sources: split.map(({ source }) => source), count: split[0]?.count ?? 0 };
};

const listRejections = async (db: Kysely<Database>, slice: Slice) => {
  const { rows } = await sql<IngestRejection & { source_id: number }>`
    SELECT source_id, field, reason, sum(lines)::bigint AS lines
    FROM fiber.ingest_rejections WHERE ${inSlice(slice)} GROUP BY 1, 2, 3 ORDER BY lines DESC`.execute(db);
  return rows;
};

const getState = async (db: Kysely<Database>, from: Date): Promise<{ last_at: string | null; sources: number }> => {
  const { rows } = await sql<{ last_at: string | null; sources: number }>`
    SELECT max(last_at) AS last_at, count(*) FILTER (WHERE last_at >= ${from.toISOString()}::timestamptz) AS sources
    FROM fiber.ingest_sources`.execute(db);
  return rows[0] ?? { last_at: null, sources: 0 };
};

/** Lines by field and reason over all sources, the most frequent first. */
const sumRejections = (rejections: readonly IngestRejection[]): IngestRejection[] => {
  const sums = new Map<string, IngestRejection>();
  for (const { field, reason, lines } of rejections) {
    const sum = sums.get(`${field} ${reason}`) ?? { field, reason, lines: 0 };
    sum.lines += lines;
    sums.set(`${field} ${reason}`, sum);
  }
  return [...sums.values()].toSorted((a, b) => b.lines - a.lines);
};

/**
 * What ingest did in a range: from counts by the minute where these are kept and few enough, else by the hour, so that
 * the range is widened to whole ones and told. Four statements, whatever the size; reads no measurement.
 */
export const getIngestActivity = async (
  db: Kysely<Database>,
  range: { from: Date; to: Date; now: Date },
): Promise<IngestActivity> => {
  const { last_at, sources: active } = await getState(db, range.from);
  const slice = activityBuckets(range, active);
  const [points, { sources, count }, rejections] = await Promise.all([
    listPoints(db, slice),
    listSources(db, slice),
    listRejections(db, slice),
  ]);
  const of = Map.groupBy(rejections, ({ source_id }) => source_id);
  const bare = ({ field, reason, lines }: IngestRejection): IngestRejection => ({ field, reason, lines });
  return {
    ...slice,
    points,
    sources: sources.map((source) => ({
      ...source,
      rejections: (of.get(source.source_id) ?? []).map(bare),
    })),
    sources_left_out: count - sources.length,
    total: points.reduce(addCounts, noCounts()),
    rejections: sumRejections(rejections),
    last_at,
    as_of: range.now.toISOString(),
  };
};

export type IngestTotals = {
  sources: (IngestSource & IngestCounts & { source_id: number; last_at: string })[];
  rejections: (IngestRejection & { source_id: number })[];
};

/** What every source did since it first sent: counts that only grow. Two statements. */
export const getIngestTotals = async (db: Kysely<Database>): Promise<IngestTotals> => {
  const [sources, rejections] = await Promise.all([
    sql<IngestTotals["sources"][number]>`
      SELECT s.kind, s.key, s.name, s.last_at, c.* FROM fiber.ingest_counts c JOIN fiber.ingest_sources s USING (source_id)
      WHERE c.bucket_seconds = 0 ORDER BY source_id`.execute(db),
    sql<IngestTotals["rejections"][number]>`
      SELECT source_id, field, reason, lines FROM fiber.ingest_rejections
      WHERE bucket_seconds = 0 ORDER BY source_id, field, reason`.execute(db),
  ]);
  return { sources: sources.rows, rejections: rejections.rows };
};
