import { setTimeout as pause } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { createDatabase } from "../client.ts";
import type { Database } from "../schema/index.ts";
import { createTestDatabase, refreshAggregates } from "../testing/index.ts";
import { type BenchConsole, startBenchConsole } from "./console.ts";
import type { Measure } from "./measure.ts";

const DAY_MS = 86_400_000;
const RUNS = 7;
const INTERVAL_SECONDS = 300;
const HOURS = 27;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** A range of whose answer nobody has a copy: no two questions of a run are equal. */
let asked = 0;
const rangeOf = (days: number): string => {
  const to = Date.now() - 60_000 - (asked += 1) * 1000;
  return `from=${new Date(to - days * DAY_MS).toISOString()}&to=${new Date(to).toISOString()}`;
};

/** Nodes up to `count`, each with a day's measurements on its own level and spread, and the rollups of all. */
const fill = async (db: Kysely<Database>, count: number): Promise<void> => {
  await sql`
    INSERT INTO nodes (node_name, region, interval_seconds, first_seen_at, last_seen_at)
    SELECT format('bench-%s', i), format('region-%s', i % 10), ${INTERVAL_SECONDS}::integer,
           now() - make_interval(hours => ${HOURS}::integer), now()
    FROM generate_series(1, ${count}::integer) i ON CONFLICT DO NOTHING`.execute(db);
  await sql`
    INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
    SELECT t, node_id, (5 + hashtext(node_name) % 100 + 100 + exp(random() * 3))::real, 100, 0
    FROM nodes, generate_series(date_trunc('hour', now()) - make_interval(hours => ${HOURS}::integer), now(),
                                make_interval(secs => ${INTERVAL_SECONDS}::integer)) t
    WHERE node_name LIKE 'bench-%' ON CONFLICT DO NOTHING`.execute(db);
  await refreshAggregates(db, { from: new Date(Date.now() - 40 * DAY_MS), to: new Date(Date.now() - 3_600_000) });
  await sql`ANALYZE nodes, metrics`.execute(db);
};

type Budget = {
  name: string;
  path: (range: string) => string;
  sql_of: readonly string[];
  days: number;
  factor: number;
  extra_ms: number;
};

/** Time of a page or route against the sum of the SQL of the routes that ask for the same, by a factor and some ms. */
const measureBudget = async (console: BenchConsole, budget: Budget): Promise<Measure> => {
  const walls: number[] = [];
  const sums: number[] = [];
  await console.get(budget.path(rangeOf(budget.days)));
  for (let run = 0; run < RUNS; run += 1) {
    const own = await console.get(budget.path(rangeOf(budget.days)));
    walls.push(own.wall_ms);
    if (budget.sql_of.length === 0) sums.push(own.sql_ms);
    else {
      let sum = 0;
      for (const route of budget.sql_of) sum += (await console.get(`${route}?${rangeOf(budget.days)}`)).sql_ms;
      sums.push(sum);
    }
  }
  const sql_ms = median(sums);
  const value = median(walls);
  return {
    name: budget.name,
    value,
    unit: "ms",
    ratio: value / (budget.factor * sql_ms + budget.extra_ms),
    against: `${budget.factor} × ${sql_ms.toFixed(1)} ms of SQL + ${budget.extra_ms} ms`,
    at_most: 1,
  };
};

const budgetsOf = (node_id: string, nodes: number): Budget[] => {
  const node = `/api/v1/nodes/${node_id}`;
  const page = { factor: 1.5, extra_ms: 30 };
  return [
    {
      name: `GET /api/v1/nodes, ${nodes} nodes, 24 h`,
      path: (r) => `/api/v1/nodes?${r}`,
      sql_of: [],
      days: 1,
      ...page,
    },
    { name: `page /, ${nodes} nodes, 24 h`, path: (r) => `/?${r}`, sql_of: ["/api/v1/nodes"], days: 1, ...page },
    { name: "GET …/series, 24 h", path: (r) => `${node}/series?${r}`, sql_of: [], days: 1, factor: 1.3, extra_ms: 5 },
    { name: "GET …/series, 30 d", path: (r) => `${node}/series?${r}`, sql_of: [], days: 30, factor: 1.3, extra_ms: 5 },
    {
      name: "page /nodes/{id}, 24 h",
      path: (r) => `/nodes/${node_id}?${r}`,
      sql_of: [`${node}/figures`, `${node}/series`, `${node}/distribution`],
      days: 1,
      ...page,
    },
  ];
};

/** SQL that viewers cost who ask for the newest fleet over and over, evenly spread in time. */
const viewersCost = async (console: BenchConsole, viewers: number): Promise<number> => {
  const [polls, period_ms] = [3, 4000];
  const started = Date.now();
  const costs = Array.from({ length: viewers * polls }, async (_, poll) => {
    await pause(started + (poll * period_ms) / viewers - Date.now());
    return (await console.get("/api/v1/nodes?range=24h")).sql_ms;
  });
  return (await Promise.all(costs)).reduce((sum, ms) => sum + ms, 0);
};

const benchViewers = async (console: BenchConsole): Promise<Measure> => {
  const five = await viewersCost(console, 5);
  // The last answer for the five must not serve the fifty.
  await pause(7000);
  const fifty = await viewersCost(console, 50);
  return {
    name: "SQL of 50 viewers",
    value: fifty,
    unit: "ms",
    ratio: fifty / five,
    against: "of 5 viewers",
    at_most: 1.3,
  };
};

const benchOn = async (db: Kysely<Database>, url: string, grow_to: number | null): Promise<Measure[]> => {
  const nodes = Number(
    (
      await db
        .selectFrom("nodes")
        .select(({ fn }) => fn.countAll().as("n"))
        .executeTakeFirstOrThrow()
    ).n,
  );
  const { node_id } = await db
    .selectFrom("nodes")
    .select("node_id")
    .orderBy("last_seen_at", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const console = await startBenchConsole(db, url);
  try {
    const measures: Measure[] = [];
    for (const budget of budgetsOf(node_id, nodes)) measures.push(await measureBudget(console, budget));
    measures.push(await benchViewers(console));
    if (grow_to === null) return measures;
    await fill(db, grow_to);
    const [large] = budgetsOf(node_id, grow_to);
    const grown = await measureBudget(console, large!);
    const before = measures[0]!.value;
    const against = `of ${nodes} nodes, by ${grow_to / nodes} in number`;
    return [
      ...measures,
      grown,
      {
        name: `fleet, ${grow_to} nodes`,
        value: grown.value,
        unit: "ms",
        ratio: grown.value / before,
        against,
        at_most: 1.1 * (grow_to / nodes),
      },
    ];
  } finally {
    await console.stop();
  }
};

/**
 * Pages and routes of the built console over HTTP, against the SQL that they send. On the database of
 * FIBER_BENCH_DATABASE_URL as it is, when that is set; else on one made for it, of 1,000 and then 5,000 nodes (200 and
 * 1,000 on the embedded server).
 */
export const benchPages = async (): Promise<Measure[]> => {
  const url = process.env.FIBER_BENCH_DATABASE_URL;
  if (url) {
    const db = createDatabase({ url, access: "owner", max: 2 });
    try {
      return await benchOn(db, url, null);
    } finally {
      await db.destroy();
    }
  }
  const database = await createTestDatabase();
  try {
    const nodes = process.env.TEST_DATABASE_URL ? 1000 : 200;
    await fill(database.db, nodes);
    return await benchOn(database.db, database.url, 5 * nodes);
  } finally {
    await database.drop();
  }
};
