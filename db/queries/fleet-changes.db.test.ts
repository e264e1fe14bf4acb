import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BeforeFigures } from "#lib/model/fleet-changes.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { countStatements } from "../testing/count-statements.ts";
import { type Measured, referenceFigures } from "../testing/reference.ts";
import { getFleetChanges } from "./fleet-changes.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const NOW = new Date("2026-11-20T12:34:30Z");
const START = new Date("2026-11-08T00:00:00Z");
const COUNT = Math.floor((NOW.getTime() - START.getTime()) / MINUTE);

type Probe = { name: string; from: Date; latency: (index: number) => number | null; skip?: (index: number) => boolean };
const later = (hours_ago: number) => new Date(NOW.getTime() - hours_ago * HOUR - 30_000);

const PROBES: Probe[] = [
  { name: "slower", from: START, latency: (i) => Math.fround((i < COUNT - 1440 ? 40 : 60) + (i % 17)) },
  { name: "lossy", from: START, latency: (i) => (i % 5 === 0 ? null : Math.fround(80 + (i % 9))) },
  { name: "gappy", from: START, latency: () => 30, skip: (i) => i % 10 < 7 },
  { name: "young", from: later(30), latency: () => 90 },
];

const measuredOf = ({ from, latency, skip }: Probe, within: { from: number; to: number }): Measured[] =>
  Array.from({ length: Math.floor((NOW.getTime() - from.getTime()) / MINUTE) }, (_, index) => index)
    .filter((index) => !skip?.(index))
    .map((index) => ({ index, time: from.getTime() + index * MINUTE, latency_ms: latency(index) }))
    .filter(({ time }) => time >= within.from && time < within.to)
    .map(({ time, latency_ms }) => ({
      time,
      latency_ms,
      uptime_pct: latency_ms === null ? 0 : 100,
      packet_loss: latency_ms === null ? 100 : 0,
    }));

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const { name, from, latency, skip } of PROBES) {
    const { node_id } = await insertNode(database.db, { node_name: name });
    await insertMeasurements(database.db, node_id, {
      from,
      count: Math.floor((NOW.getTime() - from.getTime()) / MINUTE),
      latency_ms: latency,
      ...(skip && { skip }),
    });
  }
  await refreshAggregates(database.db, { from: START, to: new Date(NOW.getTime() - 3 * HOUR) });
});

afterAll(() => database.drop());

const KEYS = ["latency_ms_p50", "latency_ms_p95", "latency_ms_avg", "uptime_pct", "packet_loss"] as const;

const expectFigures = (figures: BeforeFigures, rows: Measured[], error: number, what: string) => {
  const reference = referenceFigures(rows);
  for (const key of KEYS) {
    const wanted = reference[key];
    if (wanted === null) expect(figures[key], `${key} of ${what}`).toBeNull();
    else
      expect(Math.abs((figures[key] ?? Number.NaN) - wanted), `${key} of ${what}`).toBeLessThanOrEqual(
        error * wanted + 1e-4,
      );
  }
};

describe.each([6, 24, 100])("the period before %s h", (hours) => {
  const from = new Date(NOW.getTime() - hours * HOUR);
  const before = { from: from.getTime() - hours * HOUR, to: from.getTime() };
  const ask = () => getFleetChanges(database.db, { from, to: NOW, now: NOW });

  test("has the figures of plain arithmetic for every node and the fleet", async () => {
    const changes = await ask();
    expect([changes.before.from, changes.before.to]).toEqual([new Date(before.from).toISOString(), from.toISOString()]);
    const error = changes.before.percentiles.relative_error_max;
    for (const [at, probe] of PROBES.entries()) {
      const node = changes.before.nodes.find(({ node_id }) => node_id !== undefined && nameOf(node_id) === probe.name);
      expectFigures(node!, measuredOf(PROBES[at]!, before), error, probe.name);
    }
    expectFigures(
      changes.before.fleet,
      PROBES.flatMap((probe) => measuredOf(probe, before)),
      error,
      "the fleet",
    );
  });

  test("each slice of the range agrees with plain arithmetic", async () => {
    const { slices, trend } = await ask();
    for (let slice = 0; slice < slices.count; slice += 1) {
      const start = Date.parse(slices.from) + slice * slices.seconds * 1000;
      const window = {
        from: Math.max(start, from.getTime()),
        to: Math.min(start + slices.seconds * 1000, NOW.getTime()),
      };
      const rows = PROBES.flatMap((probe) => measuredOf(probe, window));
      const figures = {
        latency_ms_p50: trend.latency_ms_p50[slice] ?? null,
        latency_ms_p95: trend.latency_ms_p95[slice] ?? null,
        latency_ms_avg: referenceFigures(rows).latency_ms_avg,
        uptime_pct: trend.uptime_pct[slice] ?? null,
        packet_loss: trend.packet_loss[slice] ?? null,
        coverage: null,
      };
      expectFigures(figures, rows, 0.025, `slice ${slice}`);
    }
  });
});

let names: Map<string, string>;
const nameOf = (node_id: string) => names.get(node_id);
beforeAll(async () => {
  const nodes = await database.db.selectFrom("nodes").select(["node_id", "node_name"]).execute();
  names = new Map(nodes.map(({ node_id, node_name }) => [node_id, node_name]));
});

test("says why a node cannot be compared", async () => {
  const reasons = async (hours: number) => {
    const from = new Date(NOW.getTime() - hours * HOUR);
    const { before } = await getFleetChanges(database.db, { from, to: NOW, now: NOW });
    return Object.fromEntries(before.nodes.map(({ node_id, not_comparable }) => [nameOf(node_id), not_comparable]));
  };
  expect(await reasons(24)).toEqual({ slower: null, lossy: null, gappy: "coverage", young: "young" });
  // Twelve days of data: the period before nine of them has three.
  expect(await reasons(9 * 24)).toMatchObject({ slower: "young", lossy: "young", young: "young" });
});

test("the number of statements does not grow with the fleet", async () => {
  const from = new Date(NOW.getTime() - 24 * HOUR);
  const count = () => countStatements(database.db, (db) => getFleetChanges(db, { from, to: NOW, now: NOW }));
  const few = await count();
  for (let i = 0; i < 20; i += 1) await insertNode(database.db);
  expect(await count()).toBe(few);
  expect(few).toBeLessThanOrEqual(8);
});
