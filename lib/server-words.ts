import { formatBytes, formatCount, formatDuration, formatPercent, formatTime } from "./format.ts";
import type { ServerHealth } from "./model/server.ts";

/**
 * One line of what the server says of itself. `good` needs nothing, `late` a look, `bad` a hand; `unseen`: this role may
 * not look; `absent`: this server has no such thing.
 */
export type ServerLine = {
  name: string;
  level: "good" | "late" | "bad" | "unseen" | "absent";
  text: string;
  /** What it means, and what to do. */
  note?: string;
};

type Read = (health: ServerHealth, zone: string) => ServerLine;

const GRANT = "GRANT pg_read_all_stats TO fiber_reader; shows it.";
const HOUR = 3600;

const ago = (at: string | null, { as_of }: ServerHealth) =>
  at === null ? "never" : `${formatDuration((Date.parse(as_of) - Date.parse(at)) / 1000)} ago`;

const archiving: Read = (health) => {
  const { mode, archived_count, failed_count, last_archived_at, last_failed_at, last_failed_wal, behind_bytes } =
    health.archiving;
  const name = "WAL archiving";
  if (mode === "off")
    return {
      name,
      level: "absent",
      text: "switched off",
      note: "There is no way back to a moment between two backups.",
    };
  const failing = last_failed_at !== null && (last_archived_at === null || last_failed_at > last_archived_at);
  const text = [
    `last file ${ago(last_archived_at, health)}`,
    behind_bytes === null ? "" : `${formatBytes(behind_bytes)} behind`,
    `${formatCount(archived_count)} archived`,
    failed_count > 0 ? `${formatCount(failed_count)} failed` : "",
  ];
  return {
    name,
    level: failing ? "bad" : "good",
    text: text.filter(Boolean).join(" · "),
    ...(failing
      ? {
          note: `The last attempt failed (${last_failed_wal}, ${ago(last_failed_at, health)}): the log stays on disk until it succeeds. See archive_command.`,
        }
      : {}),
  };
};

const replicas: Read = ({ replicas: list, slots, sees_activity, in_recovery }) => {
  const name = "Replicas";
  const stale = slots.filter(({ active }) => !active);
  const held =
    stale.length > 0
      ? `${formatCount(stale.length)} inactive ${stale.length === 1 ? "slot keeps" : "slots keep"} ${formatBytes(Math.max(...stale.map(({ retained_bytes }) => retained_bytes ?? 0)))} of log: ${stale.map(({ slot_name }) => slot_name).join(", ")}`
      : "";
  const note = stale.length > 0 ? { note: "Drop a slot that nobody will read again, or the disk fills." } : {};
  const level = stale.length > 0 ? "late" : "good";
  if (list.length === 0)
    return {
      name,
      level: stale.length > 0 ? level : "absent",
      text: [in_recovery ? "this server is a replica" : "none is connected", held].filter(Boolean).join(" · "),
      ...note,
    };
  if (!sees_activity)
    return {
      name,
      level: stale.length > 0 ? level : "unseen",
      text: [`${formatCount(list.length)} connected, lag not permitted to see`, held].filter(Boolean).join(" · "),
      note: note.note ?? GRANT,
    };
  const each = list.map(({ application_name, state, sync_state, behind_bytes, behind_seconds }) =>
    [
      application_name,
      state,
      sync_state,
      `${formatBytes(behind_bytes)} behind`,
      behind_seconds === null ? "" : formatDuration(behind_seconds),
    ]
      .filter(Boolean)
      .join(", "),
  );
  const slow = list.some(({ behind_seconds }) => (behind_seconds ?? 0) > 60);
  return { name, level: slow ? "late" : level, text: [...each, held].filter(Boolean).join(" · "), ...note };
};

const connections: Read = ({ connections: { used, allowed, reserved, idle_in_transaction } }) => {
  const share = used / Math.max(1, allowed - reserved);
  return {
    name: "Connections",
    level: share > 0.95 ? "bad" : share > 0.8 ? "late" : "good",
    text: `${formatCount(used)} of ${formatCount(allowed)}, ${formatCount(reserved)} of them reserved${idle_in_transaction === null ? "" : ` · ${formatCount(idle_in_transaction)} idle in a transaction`}`,
    ...(share > 0.8
      ? { note: "Beyond the last one, sign-ins are refused. A pooler in front, or a larger max_connections." }
      : {}),
  };
};

const cache: Read = ({ cache: { hits, reads, since }, started_at }, zone) => {
  const total = hits + reads;
  const share = total === 0 ? null : (hits / total) * 100;
  const low = share !== null && total > 100_000 && share < 90;
  return {
    name: "Cache hits",
    level: low ? "late" : "good",
    text:
      share === null
        ? "nothing was read yet"
        : `${formatPercent(share)} of ${formatCount(total)} blocks since ${formatTime(since ?? started_at, zone)}`,
    ...(low
      ? { note: "Many reads go to the disk or to the system's cache: see shared_buffers and the chunk interval." }
      : {}),
  };
};

const transaction: Read = ({ longest_transaction: longest, sees_activity }) => {
  const name = "Longest transaction";
  if (!sees_activity) return { name, level: "unseen", text: "not permitted to see", note: GRANT };
  if (!longest) return { name, level: "good", text: "none is open" };
  const { seconds, state, application_name, role, pid } = longest;
  return {
    name,
    level: seconds > 6 * HOUR ? "bad" : seconds > HOUR ? "late" : "good",
    text: `${formatDuration(seconds, 2)}, ${state}, ${application_name || "no name"} as ${role}, pid ${pid}`,
    ...(seconds > HOUR
      ? { note: "Dead rows younger than it are not removed, and a chunk that it read cannot be dropped or compressed." }
      : {}),
  };
};

const wraparound: Read = ({ wraparound: w }) => {
  const share = w.age / 2_000_000_000;
  return {
    name: "Transaction ids",
    level: share > 0.75 ? "bad" : w.age > w.freeze_max_age * 1.5 ? "late" : "good",
    text: `${formatPercent(share * 100)} used up · ${w.oldest_database} is ${formatCount(w.age)} old, frozen from ${formatCount(w.freeze_max_age)} on`,
    ...(w.age > w.freeze_max_age * 1.5
      ? {
          note: `Autovacuum does not keep up with freezing. Oldest here: ${w.oldest_relation}, ${formatCount(w.oldest_relation_age)}.`,
        }
      : {}),
  };
};

const vacuum: Read = ({ vacuum: v, settings, embedded, in_recovery }) => {
  const name = "Vacuum";
  if (in_recovery)
    return { name, level: "absent", text: "not available: a replica counts no rows, its primary vacuums and counts" };
  if (embedded)
    return { name, level: "absent", text: "counters are not kept; the console vacuums what grew by a fifth" };
  const off = settings.some((setting) => setting.name === "autovacuum" && setting.setting === "off");
  const share = v.dead_rows + v.live_rows === 0 ? 0 : (v.dead_rows / (v.dead_rows + v.live_rows)) * 100;
  return {
    name,
    level: off ? "bad" : share > 20 ? "late" : "good",
    text: [
      off ? "autovacuum is off" : `${formatCount(v.running)} running`,
      `${formatCount(v.dead_rows)} dead rows (${formatPercent(share)}) in the 200 largest tables`,
      v.worst_relation ? `most in ${v.worst_relation}: ${formatCount(v.worst_dead_rows)}` : "",
    ]
      .filter(Boolean)
      .join(" · "),
  };
};

const workers: Read = ({ workers: w, embedded, settings }) => {
  const name = "Background workers";
  if (settings.some(({ name: of, setting }) => of === "timescaledb.license" && setting === "apache"))
    return { name, level: "absent", text: "not available: the Apache edition runs no job" };
  if (embedded) return { name, level: "absent", text: "none: the console's own scheduler runs the jobs" };
  if (w.timescaledb === null) return { name, level: "absent", text: "TimescaleDB is not loaded" };
  const jobs = w.job_count === 1 ? "scheduled job shares" : "scheduled jobs share";
  const sharing = w.job_count === null ? "" : `, ${formatCount(w.job_count)} ${jobs} the rest`;
  const least = w.database_count + Math.min(2, w.job_count ?? 0);
  return {
    name,
    level: w.timescaledb < least ? "bad" : w.processes < w.timescaledb + w.parallel ? "late" : "good",
    text: `${w.timescaledb} for TimescaleDB: ${w.database_count} ${w.database_count === 1 ? "database takes" : "databases take"} one each${sharing} · ${w.processes} processes in all, ${w.parallel} for parallel queries`,
  };
};

const extension: Read = ({ timescaledb_version: now, timescaledb_available: available }) => {
  const name = "Extension";
  if (now === null) return { name, level: "absent", text: "timescaledb is not in this database" };
  if (available === null || available === now)
    return { name, level: "good", text: `TimescaleDB ${now}, no update waits` };
  return {
    name,
    level: "late",
    text: `TimescaleDB ${now}; ${available} is installed on the server`,
    note: "As the first statement of a new session: ALTER EXTENSION timescaledb UPDATE;",
  };
};

/** What the embedded server, being one process that keeps no counters, has nothing of. */
const NOT_EMBEDDED = new Map<Read, ServerLine>([
  [archiving, { name: "WAL archiving", level: "absent", text: "not available: the embedded server does not archive" }],
  [replicas, { name: "Replicas", level: "absent", text: "not available: the embedded server has none" }],
  [connections, { name: "Connections", level: "absent", text: "not available: the embedded server is one process" }],
  [cache, { name: "Cache hits", level: "absent", text: "not available: the embedded server keeps no counters" }],
  [transaction, { name: "Longest transaction", level: "absent", text: "not available: one transaction at a time" }],
]);

/** What the server says of itself, a line each, in one order whatever it says. */
export const serverLines = (health: ServerHealth, zone: string): ServerLine[] =>
  [archiving, replicas, connections, cache, transaction, wraparound, vacuum, workers, extension].map((read) =>
    health.embedded ? (NOT_EMBEDDED.get(read) ?? read(health, zone)) : read(health, zone),
  );
