import type { Facts } from "./facts.ts";
import { at, countOf, type Found } from "./text.ts";

const base = {
  severity: "critical" as const,
  consequence: "No policy runs: nothing is refreshed, compressed or dropped.",
};

const ofEmbedded = ({ runner }: Facts): Found[] => {
  if (runner.running) return [];
  return [
    {
      ...base,
      rule: "runner_silent",
      severity: "warning",
      subject: "job runner",
      title: "Nobody runs the jobs of the embedded database.",
      evidence: [
        runner.looked_at === null ? "Its runner has never looked." : `Its runner looked last ${at(runner.looked_at)}.`,
        "Jobs run while the console runs; for a command alone they stand still.",
      ],
      remedy: "Start the console: npm start.",
      sql: null,
    },
  ];
};

/** Policies of another time: made by the Community edition, and kept when the server went over to Apache. */
const ofApache = (needs: string): Found[] => [
  {
    ...base,
    rule: "edition_runs_no_jobs",
    subject: "edition",
    title: "The Apache edition runs none of the policies that this database has.",
    evidence: ["timescaledb.license is apache.", needs, "Each run that the server starts fails with 0A000."],
    remedy:
      "Where the Community edition is installed, set its license and start the server anew; Debian's own package does not hold it.",
    sql: "ALTER SYSTEM SET timescaledb.license = 'timescale';",
  },
];

const ofServer = ({ runner }: Facts, needs: string): Found[] => {
  // A replica shows neither the scheduler nor the settings of its primary.
  if (runner.in_recovery) return [];
  if (runner.restoring)
    return [
      {
        ...base,
        rule: "restoring",
        subject: "timescaledb.restoring",
        title: "The database is in restoring mode: TimescaleDB stands still.",
        evidence: ["timescaledb.restoring is on.", needs],
        remedy: "End it when the dump is in.",
        sql: "SELECT timescaledb_post_restore();",
      },
    ];
  if (runner.max_background_workers === 0 || runner.max_worker_processes === 0)
    return [
      {
        ...base,
        rule: "no_workers",
        subject: "background workers",
        title: "The server has no background workers.",
        evidence: [
          `timescaledb.max_background_workers is ${runner.max_background_workers}, max_worker_processes ${runner.max_worker_processes}.`,
          needs,
        ],
        remedy: "Give it workers and start the server anew.",
        sql: "ALTER SYSTEM SET timescaledb.max_background_workers = 16;\nALTER SYSTEM SET max_worker_processes = 32;",
      },
    ];
  if (runner.running !== false) return [];
  return [
    {
      ...base,
      rule: "no_scheduler",
      subject: "scheduler",
      title: "TimescaleDB's scheduler does not run in this database.",
      evidence: ["No session of it is there.", needs],
      remedy:
        "Start it. If it ends again: more databases than timescaledb.max_background_workers, or see the server's log.",
      sql: "SELECT _timescaledb_functions.start_background_workers();",
    },
  ];
};

/** Nothing is wrong with the jobs of a database that has none; what they are for does not happen all the same. */
const withoutPolicies = ({ edition, tables }: Facts): Found[] => {
  const filled = tables.filter((table) => table.chunk_count > 0);
  if (edition === "apache" || filled.length === 0) return [];
  const names = filled.map((table) => table.aggregate_name ?? table.hypertable_name);
  return [
    {
      rule: "no_policies",
      severity: "notice",
      subject: "policies",
      title: "No policy works on any hypertable of this database.",
      evidence: [
        `${countOf(filled.length, "hypertable holds", "hypertables hold")} rows: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""}.`,
      ],
      consequence: "Nothing is compressed, refreshed or dropped by itself: the tables grow without end.",
      remedy:
        "Decide for each how long its rows stay as rows, and how long they stay at all; npx fiber db migrate puts the policies of Fiber-DB's own tables in force.",
      sql: null,
    },
  ];
};

/** Whether anybody runs the jobs, when there are any to run. */
export const findRunnerTroubles = (facts: Facts): Found[] => {
  if (!facts.jobs.some((job) => job.target !== null)) return withoutPolicies(facts);
  const scheduled = facts.jobs.filter((job) => job.scheduled && job.target !== null).length;
  const needs = `${countOf(scheduled, "policy is", "policies are")} scheduled.`;
  if (facts.runner.kind === "none") return ofApache(needs);
  return facts.embedded ? ofEmbedded(facts) : ofServer(facts, needs);
};
