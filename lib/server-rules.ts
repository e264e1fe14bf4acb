import { fixed, formatBytes, formatCount } from "./format.ts";
import type { ServerHealth, ServerSetting } from "./model/server.ts";

/** Settings that are read, in the order of their names in the documentation of PostgreSQL and TimescaleDB. */
export const JUDGED_SETTINGS = [
  "autovacuum",
  "effective_cache_size",
  "fsync",
  "full_page_writes",
  "jit",
  "maintenance_work_mem",
  "max_locks_per_transaction",
  "max_parallel_workers",
  "max_wal_size",
  "max_worker_processes",
  "random_page_cost",
  "shared_buffers",
  "synchronous_commit",
  "timescaledb.license",
  "timescaledb.max_background_workers",
  "timescaledb.restoring",
  "track_counts",
  "work_mem",
] as const;

/** `bad`: data or jobs are at risk. `hint`: it costs speed here. */
export type SettingFinding = {
  name: string;
  shown: string;
  severity: "bad" | "hint";
  /** What it does to this database, one or two sentences. */
  reason: string;
  /** The statement that changes it; some need a restart, which `restart` says. */
  remedy: string;
  restart: boolean;
};

const UNIT_BYTES: Record<string, number> = { B: 1, kB: 1024, "8kB": 8192, MB: 1024 ** 2, GB: 1024 ** 3 };

/** A setting of memory in bytes; null when it is none. */
export const settingBytes = (setting: ServerSetting | undefined): number | null => {
  const factor = setting?.unit ? UNIT_BYTES[setting.unit] : undefined;
  return setting && factor !== undefined ? Number(setting.setting) * factor : null;
};

type Rule = (health: ServerHealth, setting: ServerSetting) => Omit<SettingFinding, "name" | "shown"> | null;

const off =
  (reason: string, name: string): Rule =>
  (_health, { setting }) =>
    setting === "off" ? { severity: "bad", reason, remedy: `ALTER SYSTEM SET ${name} = on;`, restart: false } : null;

/** Below this a database fits into the caches of any server, and memory settings change nothing that is felt. */
const SMALL_BYTES = 1024 ** 3;
const isLarge = ({ database_bytes }: ServerHealth) => database_bytes !== null && database_bytes > SMALL_BYTES;

const RULES: Partial<Record<(typeof JUDGED_SETTINGS)[number], Rule>> = {
  autovacuum: off(
    "Nothing is analyzed or frozen by itself: plans and row estimates grow old, and transaction ids run out.",
    "autovacuum",
  ),
  track_counts: off("Autovacuum does not see which tables changed, so it does nothing.", "track_counts"),
  fsync: off("A crash of the machine can destroy the database.", "fsync"),
  full_page_writes: off("A crash amid a write can leave torn pages.", "full_page_writes"),
  "timescaledb.restoring": (_health, { setting }) =>
    setting === "on"
      ? {
          severity: "bad",
          reason: "The database is still in restore mode: no job starts.",
          remedy: "SELECT timescaledb_post_restore();",
          restart: false,
        }
      : null,
  synchronous_commit: (_health, { setting }) =>
    setting === "off"
      ? {
          severity: "hint",
          reason: "A crash may lose the last acknowledged transactions, though the database stays whole.",
          remedy: "ALTER SYSTEM SET synchronous_commit = on;",
          restart: false,
        }
      : null,
  jit: (health, { setting }) =>
    setting === "on" && (health.chunk_count ?? 0) > 100
      ? {
          severity: "hint",
          reason: `Plans over ${formatCount(health.chunk_count)} chunks look expensive, so they are compiled first, which often takes longer than running them.`,
          remedy: "ALTER SYSTEM SET jit = off;",
          restart: false,
        }
      : null,
  shared_buffers: (health, setting) => {
    const bytes = settingBytes(setting);
    if (bytes === null || !isLarge(health) || bytes >= 1024 ** 3 || bytes * 8 > (health.database_bytes ?? 0))
      return null;
    return {
      severity: "hint",
      reason: `It holds ${formatBytes(bytes)} of a database of ${formatBytes(health.database_bytes)}. A quarter of the machine's memory is usual; the indexes of chunks that take rows should fit in it.`,
      remedy: "ALTER SYSTEM SET shared_buffers = '…';  -- a quarter of the machine's memory",
      restart: true,
    };
  },
  work_mem: (health, setting) => {
    const bytes = settingBytes(setting);
    return bytes !== null && bytes <= 4 * 1024 ** 2 && isLarge(health)
      ? {
          severity: "hint",
          reason:
            "Sorts and aggregates over many nodes spill to disk above this size; refreshes of continuous aggregates are such.",
          remedy: "ALTER SYSTEM SET work_mem = '16MB';",
          restart: false,
        }
      : null;
  },
  max_wal_size: (health, setting) => {
    const bytes = settingBytes(setting);
    return bytes !== null && bytes <= 1024 ** 3 && isLarge(health)
      ? {
          severity: "hint",
          reason:
            "Compression and bulk ingest write more than this between two checkpoints, so checkpoints come early and write pages twice.",
          remedy: "ALTER SYSTEM SET max_wal_size = '4GB';",
          restart: false,
        }
      : null;
  },
  max_locks_per_transaction: (health, { setting }) => {
    const chunks = health.chunk_count ?? 0;
    const room = Number(setting) * health.connections.allowed;
    // A statement that cannot exclude chunks locks each of them and its indexes.
    return chunks * 3 > room
      ? {
          severity: "bad",
          reason: `A statement over all ${formatCount(chunks)} chunks takes about ${formatCount(chunks * 3)} locks; the table has room for ${formatCount(room)}. Then it fails with "out of shared memory".`,
          remedy: `ALTER SYSTEM SET max_locks_per_transaction = ${Math.ceil((chunks * 3) / health.connections.allowed / 64) * 64};`,
          restart: true,
        }
      : null;
  },
  "timescaledb.max_background_workers": ({ workers }, { setting }) => {
    // The documentation's rule: one a database for its scheduler, and one for each job that runs at the same time.
    const least = workers.database_count + Math.min(2, workers.job_count ?? 0);
    return Number(setting) < least
      ? {
          severity: "bad",
          reason: `Each of ${fixed(workers.database_count, 0)} databases needs one for its scheduler, and each job that runs at the same time one more. Jobs wait or never start.`,
          remedy: `ALTER SYSTEM SET timescaledb.max_background_workers = ${Math.max(16, least)};`,
          restart: true,
        }
      : null;
  },
  max_worker_processes: ({ workers }, { setting }) => {
    const needed = (workers.timescaledb ?? 0) + workers.parallel;
    return workers.timescaledb !== null && Number(setting) < needed
      ? {
          severity: "hint",
          reason: `TimescaleDB's ${workers.timescaledb} workers and ${workers.parallel} parallel workers share it. When it runs out, jobs fail to start and queries run alone.`,
          remedy: `ALTER SYSTEM SET max_worker_processes = ${needed + 3};`,
          restart: true,
        }
      : null;
  },
};

/** The settings that hurt this database, the bad ones first. Nothing is said of a setting that this role may not read. */
export const judgeSettings = (health: ServerHealth): SettingFinding[] =>
  health.settings
    .flatMap((setting) => {
      const found = RULES[setting.name as (typeof JUDGED_SETTINGS)[number]]?.(health, setting) ?? null;
      return found ? [{ name: setting.name, shown: setting.shown, ...found }] : [];
    })
    .toSorted((a, b) => Number(b.severity === "bad") - Number(a.severity === "bad") || (a.name < b.name ? -1 : 1));
