/** What PostgreSQL's own background processes would do: there are none here, so the scheduler asks for it when it is quiet. */

/** Write-ahead log after which a checkpoint is due, and the longest time between two when anything was written. */
const WAL_BYTES = 48 * 1024 * 1024;
const CHECKPOINT_EVERY_S = 300;

/** Whether a checkpoint is due. Without one the log grows until the disk is full, and opening after a crash takes longer. */
export const CHECKPOINT_DUE_SQL = `
SELECT written > ${WAL_BYTES} OR (written > 1024 * 1024 AND age > interval '${CHECKPOINT_EVERY_S} seconds')
  FROM (SELECT pg_current_wal_insert_lsn() - redo_lsn AS written, now() - checkpoint_time AS age FROM pg_control_checkpoint()) AS wal`;

/**
 * The table that needs VACUUM ANALYZE most. The activity counters of PostgreSQL are not kept in this build, so the
 * measure is size: never analyzed, a fifth larger or smaller than at the last time, or transaction ids growing old.
 */
export const VACUUM_DUE_SQL = `
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
       LATERAL (SELECT pg_relation_size(c.oid) / 8192 AS pages) AS size
 WHERE c.relkind IN ('r', 'm') AND c.relpersistence = 'p' AND c.relisshared IS FALSE
   AND ((c.reltuples < 0 AND pages > 0) OR abs(pages - c.relpages) > 50 + c.relpages * 0.2 OR age(c.relfrozenxid) > 100000000)
 ORDER BY age(c.relfrozenxid) > 100000000 DESC, abs(pages - c.relpages) DESC
 LIMIT 1`;
