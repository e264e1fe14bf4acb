import { type CompiledQuery, Kysely, PostgresDialect, sql } from "kysely";
import { createPool } from "../client.ts";
import { getFleetSummary } from "../queries/fleet.ts";
import { getNodeSeries } from "../queries/series.ts";
import type { Database } from "../schema/index.ts";
import type { TestDatabase } from "../testing/index.ts";
import { type Measure, medianMs } from "./measure.ts";

const DAY_MS = 86_400_000;

/** Runs a query function once and keeps the SQL that it sent, with its parameters. */
const recordSql = async (url: string, run: (db: Kysely<Database>) => Promise<unknown>): Promise<CompiledQuery[]> => {
  const sent: CompiledQuery[] = [];
  const dialect = new PostgresDialect({ pool: createPool({ url, access: "reader" }) });
  const recorder = new Kysely<Database>({ dialect, log: ({ query }) => void sent.push(query) });
  await run(recorder);
  await recorder.destroy();
  return sent;
};

type Case = { name: string; run: (db: Kysely<Database>) => Promise<unknown>; at_most: number };

/** Each read of the console against the sum of the SQL that it sends, run one after the other on the same server. */
export const benchQueries = async ({ db, url }: TestDatabase): Promise<Measure[]> => {
  await sql`CALL refresh_continuous_aggregate('public.aggregates_hourly', NULL, NULL)`.execute(db);
  await sql`CALL refresh_continuous_aggregate('public.aggregates_hourly_latency', NULL, NULL)`.execute(db);
  await sql`CALL refresh_continuous_aggregate('public.aggregates_daily', NULL, NULL)`.execute(db);
  await sql`CALL refresh_continuous_aggregate('public.aggregates_daily_latency', NULL, NULL)`.execute(db);
  const now = new Date("2026-11-08T23:59:30Z");
  const { node_id } = await db.selectFrom("nodes").select("node_id").limit(1).executeTakeFirstOrThrow();
  const range = (days: number) => ({ from: new Date(now.getTime() - days * DAY_MS), to: now, now });
  const cases: Case[] = [
    { name: "fleet, 100 nodes, 24 h", run: (d) => getFleetSummary(d, range(1)), at_most: 1.5 },
    { name: "fleet, 100 nodes, 7 d", run: (d) => getFleetSummary(d, range(7)), at_most: 1.5 },
    { name: "series, 24 h from measurements", run: (d) => getNodeSeries(d, { node_id, ...range(1) }), at_most: 1.3 },
    { name: "series, 7 d from hours", run: (d) => getNodeSeries(d, { node_id, ...range(7) }), at_most: 1.3 },
  ];
  const measures: Measure[] = [];
  for (const { name, run, at_most } of cases) {
    const sent = await recordSql(url, run);
    const raw = await medianMs(async () => {
      for (const query of sent) await db.executeQuery(query);
    });
    const ours = await medianMs(() => run(db));
    measures.push({
      name,
      value: ours,
      unit: "ms",
      ratio: ours / raw,
      against: `its ${sent.length} statements alone`,
      at_most,
    });
  }
  return measures;
};
