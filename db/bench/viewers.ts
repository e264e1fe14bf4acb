import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { SHARE_MS } from "#lib/shared-reads.ts";
import type { BenchConsole } from "./console.ts";
import type { Measure } from "./measure.ts";
import { type Subject, withConsole } from "./subject.ts";

/** What a viewer of the fleet over 24 h asks for again and again, and how often. */
const POLLED = "/api/v1/nodes?range=24h";
const PERIOD_MS = 15_000;
const POLLS = 3;
/** Sessions report what they did to the server's statistics after this long at the latest. */
const STATISTICS_MS = 12_000;

type Cost = { reads: number; statements: number; active_ms: number; transactions: number };

type Counters = { active_ms: number; transactions: number };

/** What the server has spent on this database's statements so far, whoever sent them: figures and sessions alike. */
const countersOf = async ({ db }: Subject): Promise<Counters> => {
  await pause(STATISTICS_MS);
  const { rows } = await sql<Counters>`
    SELECT active_time AS active_ms, xact_commit AS transactions
    FROM pg_stat_database WHERE datname = current_database()`.execute(db);
  return rows[0]!;
};

/** What so many viewers cost who poll evenly spread in time. */
const costOf = async (console: BenchConsole, subject: Subject, viewers: number): Promise<Cost> => {
  const before = await countersOf(subject);
  // Whole windows, so that the last poll of the fifty lies in none that the five never reach.
  const started = Math.ceil(Date.now() / SHARE_MS) * SHARE_MS + 100;
  const polls = Array.from({ length: viewers * POLLS }, async (_, poll) => {
    await pause(Math.max(0, started + (poll * PERIOD_MS) / viewers - Date.now()));
    return (await console.get(POLLED)).statement_count;
  });
  const counts = await Promise.all(polls);
  const after = await countersOf(subject);
  return {
    reads: counts.filter((count) => count > 0).length,
    statements: counts.reduce((sum, count) => sum + count, 0),
    active_ms: after.active_ms - before.active_ms,
    transactions: after.transactions - before.transactions,
  };
};

/** What 50 viewers of the fleet cost the database against 5, a minute each. */
export const benchViewers = (): Promise<Measure[]> =>
  withConsole(async (console, subject) => {
    await console.get(POLLED);
    const five = await costOf(console, subject, 5);
    const fifty = await costOf(console, subject, 50);
    const against = (value: number, unit: string) => `5 viewers (${Math.round(value)} ${unit})`;
    return [
      {
        name: "50 viewers of /: statements for figures",
        value: fifty.statements,
        unit: "statements",
        ratio: fifty.statements / five.statements,
        against: against(five.statements, "statements"),
        at_most: 1,
      },
      {
        name: "50 viewers of /: time of the database, sessions included",
        value: fifty.active_ms,
        unit: "ms",
        ratio: fifty.active_ms / five.active_ms,
        against: against(five.active_ms, "ms"),
        at_most: 1.05,
      },
      {
        name: "50 viewers of /: transactions, sessions included",
        value: fifty.transactions,
        unit: "transactions",
        ratio: fifty.transactions / five.transactions,
        against: against(five.transactions, "transactions"),
      },
    ];
  });
