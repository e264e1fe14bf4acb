import { setTimeout } from "node:timers/promises";
import type { Statement } from "#lib/model/statement.ts";
import { SHARE_MS } from "#lib/shared-reads.ts";
import type { BenchConsole } from "./console.ts";
import { type Measure, quickestOf } from "./measure.ts";
import { openRawSql, type RawSql } from "./raw-sql.ts";
import { freshRange, withConsole } from "./subject.ts";

const RUNS = 7;

const PAGE = { factor: 1.5, extra: 30 };
const SERIES = { factor: 1.3, extra: 5 };

type Budget = {
  name: string;
  days: number;
  /** What is asked for, one after the other; a page's later panels are asked for by their routes. */
  paths: string[];
  /** The routes whose SQL is theirs. */
  routes: string[];
  budget: { factor: number; extra: number };
  /** Before each run: so long that what answers for several viewers is read anew. */
  rest_ms?: number;
};

/** `uptime-days` are 90 whatever the range, and storage has none. */
const withRange = (path: string, range: string): string =>
  path.endsWith("/uptime-days") || path.includes("/storage")
    ? path
    : `${path}${path.includes("?") ? "&" : "?"}${range}`;

/** Routes of one page send some statements alike; the page sends those once. */
const distinct = (statements: readonly Statement[]): Statement[] => [
  ...new Map(statements.map((it) => [JSON.stringify([it.sql, it.parameters]), it])).values(),
];

/** Time of the server for all paths against the statements of the routes, sent plainly, in turns. */
const measureBudget = async (console: BenchConsole, raw: RawSql, it: Budget): Promise<Measure> => {
  const walls: number[] = [];
  const raws: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    if (it.rest_ms !== undefined) await setTimeout(it.rest_ms);
    const range = freshRange(it.days);
    let wall_ms = 0;
    for (const path of it.paths) wall_ms += (await console.get(withRange(path, range))).wall_ms;
    const statements = [];
    for (const route of it.routes) statements.push(...(await console.statementsOf(withRange(route, range))));
    const raw_ms = await raw.takes(distinct(statements));
    // The first of each warms up.
    if (run > 0) {
      walls.push(wall_ms);
      raws.push(raw_ms);
    }
  }
  return { name: it.name, value: quickestOf(walls), unit: "ms", raw: quickestOf(raws), budget: it.budget };
};

const fleetBudgets = (nodes: number): Budget[] => {
  const later = ["/api/v1/nodes/changes", "/api/v1/nodes/heat-map?measure=latency"];
  return [1, 30].flatMap((days) => [
    { name: `/ of ${nodes} nodes, ${days} d, document`, days, paths: ["/"], routes: ["/api/v1/nodes"], budget: PAGE },
    {
      name: `/ of ${nodes} nodes, ${days} d, all panels`,
      days,
      paths: ["/", ...later],
      routes: ["/api/v1/nodes", ...later],
      budget: PAGE,
    },
  ]);
};

const nodeBudgets = (node_id: string): Budget[] => {
  const route = (name: string) => `/api/v1/nodes/${node_id}/${name}`;
  const page = `/nodes/${node_id}`;
  const drawn = ["figures", "series", "outages", "uptime-days", "hour-pattern", "distribution"].map(route);
  const later = ["jitter", "level-shifts"].map(route);
  return [1, 30, 90].flatMap((days) => [
    { name: `/nodes/{id}, ${days} d, document`, days, paths: [page], routes: drawn, budget: PAGE },
    {
      name: `/nodes/{id}, ${days} d, all panels`,
      days,
      paths: [page, ...later],
      routes: [...drawn, ...later],
      budget: PAGE,
    },
  ]);
};

const storageBudget: Budget = {
  name: "/storage, document",
  days: 0,
  paths: ["/storage"],
  routes: [
    "/api/v1/storage/database",
    "/api/v1/storage/findings",
    "/api/v1/storage/hypertables",
    "/api/v1/storage/hypertables/metrics/lifecycle",
    "/api/v1/storage/growth",
    "/api/v1/storage/tables",
  ],
  budget: PAGE,
  rest_ms: SHARE_MS,
};

const seriesBudgets = (node_id: string): Budget[] => {
  const series = `/api/v1/nodes/${node_id}/series`;
  return [1, 7, 30, 90].map((days) => ({
    name: `GET …/series, ${days} d`,
    days,
    paths: [series],
    routes: [series],
    budget: SERIES,
  }));
};

/**
 * Pages and routes of the built console over HTTP, to their last byte, against the statements that their routes send.
 * Sessions and whatever else a page asks for are in its time and not in the SQL that it is held against.
 */
export const benchPages = (): Promise<Measure[]> =>
  withConsole(async (console, { url, node_id, nodes }) => {
    const raw = openRawSql(url);
    try {
      const measures: Measure[] = [];
      for (const budget of [...fleetBudgets(nodes), ...nodeBudgets(node_id), ...seriesBudgets(node_id), storageBudget])
        measures.push(await measureBudget(console, raw, budget));
      return measures;
    } finally {
      await raw.close();
    }
  });
