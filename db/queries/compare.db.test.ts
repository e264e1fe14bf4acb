import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countStatements } from "../testing/count-statements.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { type Measured, referenceFigures } from "../testing/reference.ts";
import { getComparison } from "./compare.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date("2026-11-20T12:30:30Z");
const START = new Date("2026-10-05T00:00:00Z");
/** Every ten minutes, so that weeks stay few rows. */
const STEP = 10 * MINUTE;
const COUNT = Math.floor((NOW.getTime() - START.getTime()) / STEP) + 1;
const UNKNOWN = "00000000-0000-4000-8000-00000000dead";

const PROBES: Record<string, (index: number) => number | null | undefined> = {
  steady: (i) => Math.fround(20 + (i % 13)),
  lossy: (i) => (i % 6 === 0 ? null : Math.fround(90 + (i % 5) * 40)),
  gappy: (i) => (i % 500 < 200 ? undefined : 50),
};

let database: TestDatabase;
const ids: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [node_name, at] of Object.entries(PROBES)) {
    const { node_id } = await insertNode(database.db, { node_name, interval_seconds: 600 });
    ids[node_name] = node_id;
    await insertMeasurements(database.db, node_id, {
      from: START,
      count: COUNT,
      interval_seconds: 600,
      latency_ms: (i) => at(i) ?? null,
      skip: (i) => at(i) === undefined,
    });
  }
  // Is expected to have sent more than is read one by one, and has sent nothing.
  const eager = await insertNode(database.db, {
    node_name: "eager",
    interval_seconds: 1,
    first_seen_at: START.toISOString(),
  });
  ids.eager = eager.node_id;
  await refreshAggregates(database.db, { from: START, to: new Date(NOW.getTime() - 30 * HOUR) });
});

afterAll(() => database.drop());

const measured = (name: string, from: number, to: number): Measured[] => {
  const indexOf = (time: number) => Math.max(0, Math.ceil((time - START.getTime()) / STEP));
  const rows: Measured[] = [];
  for (let index = indexOf(from); index < Math.min(COUNT, indexOf(to)); index += 1) {
    const latency_ms = PROBES[name]?.(index);
    if (latency_ms === undefined) continue;
    const lost = latency_ms === null;
    const time = START.getTime() + index * STEP;
    rows.push({ time, latency_ms, uptime_pct: lost ? 0 : 100, packet_loss: lost ? 100 : 0 });
  }
  return rows;
};

const near = (actual: number | null, wanted: number | null, error: number, what: string) => {
  if (wanted === null) return expect(actual, what).toBeNull();
  expect(Math.abs((actual ?? Number.NaN) - wanted), `${what}: ${actual} for ${wanted}`).toBeLessThanOrEqual(
    error * wanted + 1e-4 * (1 + wanted),
  );
};

describe.each([
  [12, "metrics", 0, []],
  [9 * 24, "aggregates_hourly", 0, []],
  [40 * 24, "metrics", 0, []],
  [40 * 24, "aggregates_hourly", 0.025, ["eager"]],
] as const)("%s h, from %s", (hours, source, error, more) => {
  const from = new Date(NOW.getTime() - hours * HOUR);
  const ask = () =>
    getComparison(database.db, {
      node_ids: ["lossy", "?", "gappy", "steady", ...more].map((name) => ids[name] ?? UNKNOWN),
      from,
      to: NOW,
      now: NOW,
    });

  test("every bucket and every figure agrees with plain arithmetic", async () => {
    const answer = await ask();
    expect([answer.source, answer.percentiles.relative_error_max]).toEqual([source, error]);
    expect(answer.unknown_ids).toEqual([UNKNOWN]);
    expect(answer.nodes.map(({ node }) => node.node_name)).toEqual(["lossy", "gappy", "steady", ...more]);
    for (const compared of answer.nodes) {
      const name = compared.node.node_name;
      for (let at = 0; at < answer.bucket_count; at += 1) {
        const start = Date.parse(answer.start) + at * answer.bucket_seconds * 1000;
        const wanted = referenceFigures(measured(name, start, start + answer.bucket_seconds * 1000));
        const what = `${name}, bucket ${at}`;
        expect([compared.count[at], compared.reply_count[at]], what).toEqual([wanted.count, wanted.reply_count]);
        near(compared.latency_ms_p50[at]!, wanted.latency_ms_p50, error, `p50 of ${what}`);
        near(compared.latency_ms_p95[at]!, wanted.latency_ms_p95, error, `p95 of ${what}`);
        near(compared.uptime_pct[at]!, wanted.uptime_pct, 0, `uptime of ${what}`);
        near(compared.packet_loss[at]!, wanted.packet_loss, 0, `loss of ${what}`);
      }
      const whole = referenceFigures(measured(name, from.getTime(), NOW.getTime()));
      expect(compared.figures.measurement_count).toBe(whole.count);
      near(compared.figures.latency_ms_p95, whole.latency_ms_p95, answer.figures_percentiles.relative_error_max, name);
      near(compared.figures.uptime_pct, whole.uptime_pct, 0, name);
    }
  });
});

test("the number of statements does not grow with the nodes", async () => {
  const count = (node_ids: string[]) =>
    countStatements(database.db, (db) =>
      getComparison(db, { node_ids, from: new Date(NOW.getTime() - 24 * HOUR), to: NOW, now: NOW }),
    );
  const one = await count([ids.steady!]);
  expect(await count(Object.values(ids))).toBe(one);
  expect(one).toBeLessThanOrEqual(6);
});
