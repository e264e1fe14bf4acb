import { type Kysely, sql, type Transaction } from "kysely";
import { classifyDatabaseError } from "#db/errors.ts";
import type { Database } from "#db/schema/index.ts";
import { createTallier, type MinuteTally, type Tally, type TallyObserver } from "#lib/ingest/tally.ts";
import type { Ingest, IngestObserver, IngestResult } from "#lib/model/ingest.ts";
import type { IngestSource } from "#lib/model/ingest-activity.ts";

/** Refused lines that are kept: of each source, and in all. */
export const REJECTS_KEPT_EACH = 100;
export const REJECTS_KEPT = 2_000;
/** Region conflicts that are kept, the newest. */
const CONFLICTS_KEPT = 1_000;
/** How long what is counted by the minute and by the hour is kept, and a source that sends nothing. */
const MINUTES_KEPT = "2 days";
const HOURS_KEPT = "100 days";
const FLUSH_EVERY_MS = 1_000;
const RETRY_AFTER_MS = 5_000;
const TRIM_EVERY_MS = 3_600_000;

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const sourceKey = ({ kind, key }: Pick<IngestSource, "kind" | "key">): string => `${kind} ${key}`;

type Ids = ReadonlyMap<string, number>;
const idOf = (ids: Ids, source: IngestSource): number => ids.get(sourceKey(source)) as number;

/** In one order everywhere, as all statements here: two processes wait for each other and never in a circle. */
const storeSources = async (db: Transaction<Database>, tally: Tally): Promise<Ids> => {
  const at = new Map<string, { source: IngestSource; first: number; last: number }>();
  const times = [
    ...tally.minutes.map(({ source, minute }) => ({ source, time: minute })),
    ...tally.rejects.map(({ source, rejected_at }) => ({ source, time: rejected_at })),
    ...tally.conflicts.map((conflict) => ({ source: conflict.source, time: conflict.at })),
  ];
  for (const { source, time } of times) {
    const { first, last } = at.get(sourceKey(source)) ?? { first: time, last: time };
    at.set(sourceKey(source), { source, first: Math.min(first, time), last: Math.max(last, time) });
  }
  const sources = [...at.values()];
  const { rows } = await sql<{ source_id: number } & Pick<IngestSource, "kind" | "key">>`
    INSERT INTO fiber.ingest_sources AS s (kind, key, name, first_at, last_at)
    SELECT * FROM unnest(${sources.map(({ source }) => source.kind)}::text[], ${sources.map(({ source }) => source.key)}::text[],
                         ${sources.map(({ source }) => source.name)}::text[], ${sources.map(({ first }) => iso(first))}::timestamptz[],
                         ${sources.map(({ last }) => iso(last))}::timestamptz[]) AS told (kind, key, name, first_at, last_at)
    ORDER BY kind, key
    ON CONFLICT (kind, key) DO UPDATE SET name = excluded.name, last_at = greatest(s.last_at, excluded.last_at)
    RETURNING source_id, kind, key`.execute(db);
  return new Map(rows.map((row) => [sourceKey(row), row.source_id]));
};

/** A minute counts in its minute, in its hour and since ever. */
const PERIODS = sql`
  (VALUES (60), (3600), (0)) AS period (bucket_seconds)
  CROSS JOIN LATERAL (
    SELECT CASE bucket_seconds WHEN 60 THEN told.minute WHEN 3600 THEN date_trunc('hour', told.minute, 'UTC')
           ELSE 'epoch' END AS bucket
  ) AS place`;

const addArrays = (name: string) => sql`
  (SELECT array_agg(a + b ORDER BY bin)
   FROM unnest(${sql.ref(`c.${name}`)}, ${sql.ref(`excluded.${name}`)}) WITH ORDINALITY AS both_counts (a, b, bin))`;

const storeCounts = async (db: Transaction<Database>, minutes: readonly MinuteTally[], ids: Ids): Promise<void> => {
  if (minutes.length === 0) return;
  const told = minutes.map(({ source, minute, counts }) => ({
    source_id: idOf(ids, source),
    minute: iso(minute),
    ...counts,
  }));
  // One statement a minute's worth of sources: a row may be updated once by each.
  const by_minute = Map.groupBy(told, ({ minute }) => minute);
  for (const rows of by_minute.values()) {
    await sql`
      INSERT INTO fiber.ingest_counts AS c
        (bucket_seconds, bucket, source_id, bodies, failed_bodies, batches, accepted, duplicates, rejected, nodes_created,
         batch_ms_sum, batch_ms_max, batch_counts, lag_ms_sum, lag_ms_min, lag_ms_max, lag_counts)
      SELECT bucket_seconds, bucket, source_id, bodies, failed_bodies, batches, accepted, duplicates, rejected,
             nodes_created, batch_ms_sum, batch_ms_max, batch_counts, lag_ms_sum, lag_ms_min, lag_ms_max, lag_counts
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS told
             (minute timestamptz, source_id integer, bodies bigint, failed_bodies bigint, batches bigint, accepted bigint,
              duplicates bigint, rejected bigint, nodes_created bigint, batch_ms_sum double precision,
              batch_ms_max double precision, batch_counts bigint[], lag_ms_sum double precision,
              lag_ms_min double precision, lag_ms_max double precision, lag_counts bigint[])
      CROSS JOIN ${PERIODS}
      ORDER BY bucket_seconds, bucket, source_id
      ON CONFLICT (bucket_seconds, bucket, source_id) DO UPDATE SET
        bodies = c.bodies + excluded.bodies, failed_bodies = c.failed_bodies + excluded.failed_bodies,
        batches = c.batches + excluded.batches, accepted = c.accepted + excluded.accepted,
        duplicates = c.duplicates + excluded.duplicates, rejected = c.rejected + excluded.rejected,
        nodes_created = c.nodes_created + excluded.nodes_created,
        batch_ms_sum = c.batch_ms_sum + excluded.batch_ms_sum,
        batch_ms_max = greatest(c.batch_ms_max, excluded.batch_ms_max), batch_counts = ${addArrays("batch_counts")},
        lag_ms_sum = c.lag_ms_sum + excluded.lag_ms_sum, lag_ms_min = least(c.lag_ms_min, excluded.lag_ms_min),
        lag_ms_max = greatest(c.lag_ms_max, excluded.lag_ms_max), lag_counts = ${addArrays("lag_counts")}`.execute(db);
  }
};

const storeRejections = async (db: Transaction<Database>, minutes: readonly MinuteTally[], ids: Ids): Promise<void> => {
  const told = minutes.flatMap(({ source, minute, rejections }) =>
    [...rejections.values()].map((rejection) => ({ source_id: idOf(ids, source), minute: iso(minute), ...rejection })),
  );
  if (told.length === 0) return;
  await sql`
    INSERT INTO fiber.ingest_rejections AS r (bucket_seconds, bucket, source_id, field, reason, lines)
    SELECT bucket_seconds, bucket, source_id, field, reason, sum(lines)
    FROM json_to_recordset(${JSON.stringify(told)}::json)
           AS told (minute timestamptz, source_id integer, field text, reason text, lines bigint)
    CROSS JOIN ${PERIODS}
    GROUP BY bucket_seconds, bucket, source_id, field, reason
    ORDER BY bucket_seconds, bucket, source_id, field, reason
    ON CONFLICT (bucket_seconds, bucket, source_id, field, reason)
    DO UPDATE SET lines = r.lines + excluded.lines`.execute(db);
};

const storeRejects = async (db: Transaction<Database>, { rejects }: Tally, ids: Ids): Promise<void> => {
  if (rejects.length === 0) return;
  const rows = rejects.map(({ source, rejected_at, ...reject }) => ({
    ...reject,
    rejected_at: iso(rejected_at),
    source_id: idOf(ids, source),
  }));
  await db.insertInto("fiber.ingest_rejects").values(rows).execute();
  await sql`
    DELETE FROM fiber.ingest_rejects r
    USING (SELECT source_id, (SELECT reject_id FROM fiber.ingest_rejects kept
                              WHERE kept.source_id = told.source_id
                              ORDER BY reject_id DESC OFFSET ${REJECTS_KEPT_EACH} LIMIT 1) AS upto
           FROM unnest(${[...new Set(rows.map(({ source_id }) => source_id))]}::integer[]) AS told (source_id)) AS old
    WHERE r.source_id = old.source_id AND r.reject_id <= old.upto`.execute(db);
  await sql`
    DELETE FROM fiber.ingest_rejects
    WHERE reject_id <= (SELECT reject_id FROM fiber.ingest_rejects
                        ORDER BY reject_id DESC OFFSET ${REJECTS_KEPT} LIMIT 1)`.execute(db);
};

const storeConflicts = async (db: Transaction<Database>, { conflicts }: Tally, ids: Ids): Promise<void> => {
  if (conflicts.length === 0) return;
  const told = conflicts.map(({ source, at, ...conflict }) => ({
    ...conflict,
    at: iso(at),
    source_id: idOf(ids, source),
  }));
  await sql`
    INSERT INTO fiber.region_conflicts AS c (node_name, other_region, region, source_id, rows, first_at, last_at)
    SELECT node_name, other_region, region, source_id, rows, at, at
    FROM json_to_recordset(${JSON.stringify(told)}::json)
           AS told (node_name text, other_region text, region text, source_id integer, rows bigint, at timestamptz)
    ORDER BY node_name, other_region
    ON CONFLICT (node_name, other_region) DO UPDATE SET
      region = excluded.region, source_id = excluded.source_id, rows = c.rows + excluded.rows,
      last_at = greatest(c.last_at, excluded.last_at)`.execute(db);
  await sql`
    DELETE FROM fiber.region_conflicts
    WHERE last_at < (SELECT last_at FROM fiber.region_conflicts
                     ORDER BY last_at DESC OFFSET ${CONFLICTS_KEPT} LIMIT 1)`.execute(db);
};

/** Adds what was counted to what is stored, all of it or nothing. `db` signs in as owner or writer. */
export const storeTally = (db: Kysely<Database>, tally: Tally): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await sql`SET LOCAL lock_timeout = '5s'`.execute(transaction);
    const ids = await storeSources(transaction, tally);
    await storeCounts(transaction, tally.minutes, ids);
    await storeRejections(transaction, tally.minutes, ids);
    await storeRejects(transaction, tally, ids);
    await storeConflicts(transaction, tally, ids);
  });

/** Forgets what has been kept for long enough: minutes after two days, hours and sources after a hundred. */
export const trimActivity = async (db: Kysely<Database>): Promise<void> => {
  for (const table of ["fiber.ingest_counts", "fiber.ingest_rejections"] as const)
    await sql`
      DELETE FROM ${sql.table(table)}
      WHERE bucket_seconds = 60 AND bucket < now() - ${MINUTES_KEPT}::interval
         OR bucket_seconds = 3600 AND bucket < now() - ${HOURS_KEPT}::interval`.execute(db);
  await sql`DELETE FROM fiber.ingest_sources WHERE last_at < now() - ${HOURS_KEPT}::interval`.execute(db);
};

/** Keeps what ingest does, beside it: its rows never wait for this, nor fail because of it. */
export type ActivityLog = {
  observe: (source: IngestSource, format: string) => TallyObserver;
  /** Stores what is counted now. Never throws; what cannot be stored is kept for the next time. */
  flush: () => Promise<void>;
};

/**
 * Counts what ingest does, and stores it a second after something happened, in a transaction of its own, however many
 * batches that were. A process that is killed loses the counts of that second. `on_failure` is told why storing failed.
 */
export const createActivityLog = (
  db: Kysely<Database>,
  on_failure: (error: unknown) => void = () => undefined,
): ActivityLog => {
  const tallier = createTallier();
  let trimmed_at = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const store = async (): Promise<void> => {
    if (tallier.isEmpty()) return;
    const tally = tallier.take();
    try {
      await storeTally(db, tally);
    } catch (error) {
      tallier.putBack(tally);
      timer ??= setTimeout(flush, RETRY_AFTER_MS).unref();
      return on_failure(error);
    }
    if (Date.now() - trimmed_at < TRIM_EVERY_MS) return;
    trimmed_at = Date.now();
    await trimActivity(db).catch(on_failure);
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (running = running.then(store));
  };
  const later = <Args extends unknown[]>(tell: (...args: Args) => void) => {
    return (...args: Args): void => {
      tell(...args);
      timer ??= setTimeout(flush, FLUSH_EVERY_MS).unref();
    };
  };
  return {
    observe: (source, format) => {
      const { on_batch, on_refused, on_end } = tallier.observe(source, format);
      return { on_batch: later(on_batch), on_refused: later(on_refused), on_end: later(on_end) };
    },
    flush,
  };
};

/** An ingest whose doings are kept in `log`, as those of `source`. */
export const keepActivity = (
  log: ActivityLog,
  { source, format }: { source: IngestSource; format: string },
  create: (observer: IngestObserver) => Ingest,
): Ingest => {
  const { on_end, ...observer } = log.observe(source, format);
  const { result, run } = create(observer);
  const observed = async (chunks: AsyncIterable<Uint8Array>): Promise<IngestResult> => {
    try {
      const done = await run(chunks);
      on_end(undefined);
      return done;
    } catch (error) {
      on_end(classifyDatabaseError(error));
      throw error;
    }
  };
  return { result, run: observed };
};
