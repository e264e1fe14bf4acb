import type { ServerHealth } from "#lib/model/server.ts";
import { judgeSettings } from "#lib/server-rules.ts";
import { SECONDS } from "#lib/units.ts";
import type { Facts } from "./facts.ts";
import { at, bytesText, countOf, type Found, lasting, shareText } from "./text.ts";

/** Transactions until PostgreSQL refuses to write. */
const WRAPAROUND = 2_000_000_000;
const SLOT_TOLD_BYTES = 2 ** 30;
const SLOT_CRITICAL_BYTES = 32 * 2 ** 30;
const TRANSACTION_TOLD = SECONDS.hour;
const CONNECTIONS_TOLD = 0.9;
/** What the rules of the runner say better. */
const SAID_ELSEWHERE = new Set(["timescaledb.restoring"]);

const wraparound = ({
  wraparound: { age, freeze_max_age, oldest_database, oldest_relation },
}: ServerHealth): Found[] => {
  // Autovacuum freezes by force at freeze_max_age; a half more means that it does not get through.
  if (age < 1.5 * freeze_max_age) return [];
  const share = age / WRAPAROUND;
  return [
    {
      rule: "wraparound",
      severity: share > 0.5 ? "critical" : "warning",
      subject: oldest_database,
      title: `Transaction ids of ${oldest_database} grow old: ${shareText(share)} of what there is.`,
      evidence: [
        `The oldest is ${countOf(age, "transaction")} old; autovacuum freezes by force from ${freeze_max_age.toLocaleString("en-US")} on.`,
        ...(oldest_relation === null ? [] : [`The oldest table here is ${oldest_relation}.`]),
      ],
      consequence: "At 100 % the server refuses every write until it is vacuumed by hand.",
      remedy: "Look for what holds VACUUM up (long transactions, slots, prepared transactions), then vacuum.",
      sql: oldest_relation === null ? "VACUUM (FREEZE);" : `VACUUM (FREEZE) ${oldest_relation};`,
    },
  ];
};

const slots = (server: ServerHealth): Found[] =>
  server.slots.flatMap(({ slot_name, active, wal_status, retained_bytes }) => {
    const lost = wal_status === "lost" || wal_status === "unreserved";
    const bytes = retained_bytes ?? 0;
    if (!lost && (active || bytes < SLOT_TOLD_BYTES)) return [];
    return [
      {
        rule: "slot_holds_wal",
        severity: bytes > SLOT_CRITICAL_BYTES ? ("critical" as const) : ("warning" as const),
        subject: slot_name,
        title: lost
          ? `The replication slot ${slot_name} has lost what its reader needs.`
          : `The replication slot ${slot_name} keeps ${bytesText(retained_bytes)} of log for a reader that is away.`,
        evidence: [
          `active: ${active ? "yes" : "no"}, wal_status: ${wal_status ?? "unknown"}, retained: ${bytesText(retained_bytes)}.`,
        ],
        consequence: lost
          ? "Its replica cannot catch up any more."
          : "The log fills the disk, and then the server stops.",
        remedy: lost
          ? "Build the replica anew."
          : "Start its reader, or drop the slot when nobody will come back for it.",
        sql: `SELECT pg_drop_replication_slot('${slot_name.replaceAll("'", "''")}');`,
      },
    ];
  });

const archiver = ({ archiving }: ServerHealth): Found[] => {
  const { mode, last_failed_at, last_archived_at, failed_count, last_failed_wal } = archiving;
  const failing = last_failed_at !== null && (last_archived_at === null || last_failed_at > last_archived_at);
  if (mode === "off" || !failing) return [];
  return [
    {
      rule: "archiver_failing",
      severity: "critical",
      subject: "WAL archiver",
      title: "The write-ahead log is not archived.",
      evidence: [
        `${last_failed_wal} failed ${at(last_failed_at)}; ${countOf(failed_count, "failure")} since the counters began.`,
        last_archived_at === null
          ? "Nothing was ever archived."
          : `The last file was archived ${at(last_archived_at)}.`,
      ],
      consequence: "Backups end there, and the log fills the disk.",
      remedy: "The server's log has what archive_command answered.",
      sql: null,
    },
  ];
};

const extensionUpdate = ({ timescaledb_version, timescaledb_available }: ServerHealth): Found[] =>
  timescaledb_version === null || timescaledb_available === null || timescaledb_version === timescaledb_available
    ? []
    : [
        {
          rule: "extension_update",
          severity: "notice",
          subject: "timescaledb",
          title: `TimescaleDB ${timescaledb_available} is installed; this database runs ${timescaledb_version}.`,
          evidence: ["pg_available_extensions has a newer version than pg_extension."],
          consequence: "What the newer version mends is not mended here.",
          remedy: "Update in a session that does nothing else before it (psql -X).",
          sql: "ALTER EXTENSION timescaledb UPDATE;",
        },
      ];

const longTransaction = ({ longest_transaction: found }: ServerHealth): Found[] => {
  if (found === null || found.seconds < TRANSACTION_TOLD) return [];
  return [
    {
      rule: "long_transaction",
      severity: "warning",
      subject: `pid ${found.pid}`,
      title: `A transaction of ${found.role} is open for ${lasting(found.seconds)}.`,
      evidence: [`${found.application_name || "Without a name"}, ${found.state}, pid ${found.pid}.`],
      consequence: "Dead rows cannot be removed, and policies wait for its locks.",
      remedy: "See what it is, then end it.",
      sql: `SELECT pg_terminate_backend(${found.pid});`,
    },
  ];
};

const connections = ({ connections: { used, allowed, reserved } }: ServerHealth): Found[] =>
  used < CONNECTIONS_TOLD * (allowed - reserved)
    ? []
    : [
        {
          rule: "connections_short",
          severity: "warning",
          subject: "connections",
          title: `${used} of ${allowed - reserved} connections are in use.`,
          evidence: [`max_connections is ${allowed}, ${reserved} of them kept for administrators.`],
          consequence: "The next client is turned away.",
          remedy: "Put a pool before the server, or allow more connections and start it anew.",
          sql: `ALTER SYSTEM SET max_connections = ${allowed * 2};`,
        },
      ];

const settings = (server: ServerHealth): Found[] =>
  judgeSettings(server)
    .filter(({ name }) => !SAID_ELSEWHERE.has(name))
    .map(({ name, shown, severity, reason, remedy, restart }) => ({
      rule: "setting",
      severity: severity === "bad" ? ("warning" as const) : ("notice" as const),
      subject: name,
      title: `${name} is ${shown}.`,
      evidence: [`This server runs with ${name} = ${shown}.`],
      consequence: reason,
      remedy: restart ? "Change it and start the server anew." : "Change it and reload: SELECT pg_reload_conf();",
      sql: remedy,
    }));

const forgottenReplica = (server: ServerHealth): Found[] =>
  server.replicas.flatMap(({ application_name, behind_seconds, behind_bytes }) =>
    behind_seconds === null || behind_seconds < 5 * SECONDS.minute
      ? []
      : [
          {
            rule: "replica_behind",
            severity: "warning" as const,
            subject: application_name,
            title: `The replica ${application_name} is ${lasting(behind_seconds)} behind.`,
            evidence: [`${bytesText(behind_bytes)} of log wait to be replayed.`],
            consequence: "Pages that read from it show old figures.",
            remedy: "See its log and its disk; a long query there may hold replay up.",
            sql: null,
          },
        ],
  );

/** What is wrong with the server around the database. The embedded one has none of its own. */
export const findServerTroubles = ({ server, embedded }: Facts): Found[] =>
  embedded
    ? []
    : [
        ...wraparound(server),
        ...slots(server),
        ...archiver(server),
        ...extensionUpdate(server),
        ...longTransaction(server),
        ...connections(server),
        ...forgottenReplica(server),
        ...settings(server),
      ];
