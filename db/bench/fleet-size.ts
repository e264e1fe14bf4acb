import type { TestDatabase } from "../testing/index.ts";
import { type BenchConsole, startBenchConsole } from "./console.ts";
import { type Measure, quickestOf } from "./measure.ts";
import { fillFleet, freshRange } from "./subject.ts";

const RUNS = 7;
const INTERVAL_SECONDS = 300;
const GROWN = 5;
/** A tenth more than the nodes are more. */
const AT_MOST = 1.1 * GROWN;

const PATHS = { "GET /api/v1/nodes": "/api/v1/nodes", "document of /": "/" } as const;

const timesOf = async (console: BenchConsole): Promise<number[]> => {
  const times: number[] = [];
  for (const path of Object.values(PATHS)) {
    const walls: number[] = [];
    await console.get(`${path}?${freshRange(1)}`);
    for (let run = 0; run < RUNS; run += 1) walls.push((await console.get(`${path}?${freshRange(1)}`)).wall_ms);
    times.push(quickestOf(walls));
  }
  return times;
};

/** How the time of the fleet over 24 h grows with it: 1,000 and 5,000 nodes (200 and 1,000 on the embedded server). */
export const benchFleetSize = async ({ db, url }: TestDatabase): Promise<Measure[]> => {
  const nodes = process.env.TEST_DATABASE_URL ? 1000 : 200;
  await fillFleet(db, { nodes, interval_seconds: INTERVAL_SECONDS });
  const console = await startBenchConsole(db, url);
  try {
    const before = await timesOf(console);
    await fillFleet(db, { nodes: GROWN * nodes, interval_seconds: INTERVAL_SECONDS });
    const after = await timesOf(console);
    return Object.keys(PATHS).map((name, at) => ({
      name: `${name}, ${GROWN * nodes} nodes, 24 h`,
      value: after[at]!,
      unit: "ms",
      ratio: after[at]! / before[at]!,
      against: `${nodes} nodes (${before[at]!.toFixed(0)} ms)`,
      at_most: AT_MOST,
    }));
  } finally {
    await console.stop();
  }
};
