import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HEAT_NO_VALUE, HEAT_SILENT, type HeatMeasure } from "#lib/model/heat-map.ts";
import { countStatements } from "../testing/count-statements.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { getHeatMap } from "./heat-map.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date("2026-11-20T12:30:30Z");
const START = new Date("2026-11-16T12:00:00Z");
const COUNT = 4 * 1440 + 31;

type Measured = { latency: number | null; loss: number | null };
const PROBES: Record<string, (index: number) => Measured | undefined> = {
  steady: (i) => ({ latency: Math.fround(20 + (i % 7)), loss: 0 }),
  down: (i) => (i > 5000 && i < 5200 ? { latency: null, loss: 100 } : { latency: 90, loss: i % 4 === 0 ? 25 : 0 }),
  gappy: (i) => (i % 1000 < 500 ? undefined : { latency: 50, loss: null }),
};

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [node_name, at] of Object.entries(PROBES)) {
    const { node_id } = await insertNode(database.db, { node_name });
    await insertMeasurements(database.db, node_id, {
      from: START,
      count: COUNT,
      latency_ms: (i) => at(i)?.latency ?? null,
      packet_loss: (i) => at(i)?.loss ?? null,
      skip: (i) => at(i) === undefined,
    });
  }
  await insertNode(database.db, { node_name: "never" });
  await refreshAggregates(database.db, { from: START, to: new Date(NOW.getTime() - 2 * HOUR) });
});

afterAll(() => database.drop());

const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** The cell by plain arithmetic over the measurements of [from, to). */
const cellOf = (at: (index: number) => Measured | undefined, from: number, to: number, measure: HeatMeasure) => {
  const firstOf = (time: number) => Math.max(0, Math.ceil((time - START.getTime()) / MINUTE));
  const inside: Measured[] = [];
  for (let index = firstOf(from); index < Math.min(COUNT, firstOf(to)); index += 1) {
    const row = at(index);
    if (row) inside.push(row);
  }
  let first = 0;
  while (at(first) === undefined) first += 1;
  const born = START.getTime() + first * MINUTE;
  const due = Math.floor((Math.min(to, NOW.getTime() - MINUTE) - Math.max(from, born)) / MINUTE);
  if (inside.length === 0) return due > 0 ? HEAT_SILENT : null;
  if (measure === "coverage") return Math.min(100, (100 * inside.length) / Math.max(due, inside.length));
  const values = inside.map((row) => row[measure]).filter((value) => value !== null);
  return values.length === 0 ? HEAT_NO_VALUE : average(values);
};

describe.each([6, 24, 90] as const)("over %s h", (hours) => {
  test.each(["latency", "loss", "coverage"] as const)("%s agrees with plain arithmetic", async (measure) => {
    const from = new Date(NOW.getTime() - hours * HOUR);
    const map = await getHeatMap(database.db, { from, to: NOW, now: NOW, measure });
    const nodes = await database.db.selectFrom("nodes").select(["node_id", "node_name"]).execute();
    const name_of = new Map(nodes.map(({ node_id, node_name }) => [node_id, node_name]));
    expect(map.rows).toHaveLength(4);
    map.rows.forEach((row, at) => {
      const name = name_of.get(map.node_ids[at]!)!;
      expect(row).toHaveLength(map.slices.count);
      row.forEach((cell, slice) => {
        const start = Date.parse(map.slices.from) + slice * map.slices.seconds * 1000;
        const window = [
          Math.max(start, from.getTime()),
          Math.min(start + map.slices.seconds * 1000, NOW.getTime()),
        ] as const;
        const probe = PROBES[name];
        const wanted = probe ? cellOf(probe, ...window, measure) : null;
        const what = `${measure} of ${name}, slice ${slice}: ${cell} for ${wanted}`;
        if (wanted === null || wanted < 0) expect(cell, what).toBe(wanted);
        else expect(Math.abs((cell ?? Number.NaN) - wanted), what).toBeLessThanOrEqual(0.006 * wanted + 1e-9);
      });
    });
  });
});

test("the number of statements does not grow with the fleet, and cells are bounded", async () => {
  const from = new Date(NOW.getTime() - 90 * HOUR);
  const ask = { from, to: NOW, now: NOW, measure: "latency" as const };
  const few = await countStatements(database.db, (db) => getHeatMap(db, ask));
  for (let i = 0; i < 20; i += 1) await insertNode(database.db);
  expect(await countStatements(database.db, (db) => getHeatMap(db, ask))).toBe(few);
  expect(few).toBeLessThanOrEqual(4);
  const map = await getHeatMap(database.db, ask);
  expect(map.slices.count).toBeLessThanOrEqual(169);
});
