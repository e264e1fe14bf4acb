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
  /**
   * What answers for several viewers is read once in each window of `ms`; each run is the first of one. `meanwhile` are routes that
   * do not read it.
   */
  window?: { ms: number; meanwhile: string[] };
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

/**
 * Asks other things until the next window begins. A pause would do as well, but a processor and a memory that paused are
 * slow at first: on one machine five times as slow, and only for the side that is measured after it.
 */
const askUntilNextWindow = async (console: BenchConsole, { window }: Budget): Promise<void> => {
  if (window === undefined) return;
  const begins = (Math.floor(Date.now() / window.ms) + 1) * window.ms;
  while (Date.now() < begins) for (const route of window.meanwhile) await console.get(route);
};

/** Time of the server for all paths against the statements of the routes, sent plainly, in turns. */
const measureBudget = async (console: BenchConsole, raw: RawSql, it: Budget): Promise<Measure> => {
  const walls: number[] = [];
  const raws: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    await askUntilNextWindow(console, it);
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

const STORAGE_ROUTES = ["database", "hypertables", "hypertables/metrics/lifecycle", "growth", "tables"].map(
  (name) => `/api/v1/storage/${name}`,
);

const storageBudget: Budget = {
  name: "/storage, document",
  days: 0,
  paths: ["/storage"],
  routes: [...STORAGE_ROUTES, "/api/v1/storage/findings"],
  budget: PAGE,
  window: { ms: SHARE_MS, meanwhile: STORAGE_ROUTES },
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
