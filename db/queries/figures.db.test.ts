import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Figures } from "#lib/model/node.ts";
import {
  compressChunks,
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { type Measured, referenceFigures } from "../testing/reference.ts";
import { getFleetSummary } from "./fleet.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const FROM = Date.UTC(2026, 9, 22);
const NOW = new Date(FROM + 9 * DAY + 613 * MINUTE);

/** Nodes that differ in interval, level, spread, replies and what their source knows of loss. */
const SHAPES = [
  { interval_seconds: 300, base: 12, spread: 40, silent_every: 31, knows_loss: true },
  { interval_seconds: 420, base: 180, spread: 3, silent_every: 500, knows_loss: false },
  { interval_seconds: 660, base: 0.6, spread: 0.3, silent_every: 7, knows_loss: true },
];

const rows = new Map<string, Measured[]>();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const { interval_seconds, base, spread, silent_every, knows_loss } of SHAPES) {
    const latency_ms = (index: number) =>
      index % silent_every === 0 ? null : Math.fround(base + (((index * 7919) % 101) / 101) * spread);
    const packet_loss = (index: number) =>
      latency_ms(index) === null ? (knows_loss ? 100 : null) : knows_loss ? 0 : null;
    const count = Math.floor((NOW.getTime() - FROM) / 1000 / interval_seconds);
    const { node_id } = await insertNode(database.db, { interval_seconds });
    await insertMeasurements(database.db, node_id, {
      from: new Date(FROM),
      count,
      interval_seconds,
      latency_ms,
      packet_loss,
    });
    rows.set(
      node_id,
      Array.from({ length: count }, (_, index) => ({
        time: FROM + index * interval_seconds * 1000,
        latency_ms: latency_ms(index),
        uptime_pct: latency_ms(index) === null ? 0 : 100,
        packet_loss: packet_loss(index),
      })),
    );
  }
  // Days up to the eighth, hours some further, measurements alone for the last day; the oldest chunk compressed.
  await refreshAggregates(database.db, { from: new Date(FROM), to: new Date(FROM + 8 * DAY + 600 * MINUTE) });
  await compressChunks(database.db, new Date(FROM + 7 * DAY));
});

afterAll(() => database.drop());

const expectFigures = (figures: Figures, measured: Measured[], error: number) => {
  const reference = referenceFigures(measured);
  const known = measured.filter(({ packet_loss }) => packet_loss !== null).length;
  expect([figures.measurement_count, figures.reply_count, figures.loss_known_count]).toEqual([
    reference.count,
    reference.reply_count,
    known,
  ]);
  const bounds = {
    latency_ms_avg: 1e-6,
    uptime_pct: 1e-6,
    packet_loss: 1e-6,
    latency_ms_min: 1e-6,
    latency_ms_max: 1e-6,
    latency_ms_p50: error,
    latency_ms_p95: error,
    latency_ms_p99: error,
  } as const;
  for (const [name, bound] of Object.entries(bounds) as [keyof typeof bounds, number][]) {
    const [got, wanted] = [figures[name], reference[name]];
    if (got === null || wanted === null) expect(got, name).toBe(wanted);
    else expect(Math.abs(got - wanted), `${name}: ${got} for ${wanted}`).toBeLessThanOrEqual(wanted * bound + 1e-9);
  }
};

describe.each([
  ["measurements", 1e9],
  ["rollups", 0],
] as const)("figures of nodes and of all together from %s", (_, exact_rows_max) => {
  test.each([
    ["one day", 0, DAY],
    ["ragged minutes over days", 77 * MINUTE, 6 * DAY + 1001 * MINUTE],
    ["within an hour", 3 * DAY + 61 * MINUTE, 3 * DAY + 119 * MINUTE],
    ["from a whole hour to amid the next", 5 * DAY + 120 * MINUTE, 5 * DAY + 199 * MINUTE],
    ["over the edge of what days have", 6 * DAY + 13 * MINUTE, 8 * DAY + 300 * MINUTE],
    ["what no rollup has yet", 8 * DAY + 700 * MINUTE, 9 * DAY + 333 * MINUTE],
    ["all of it", 0, NOW.getTime() - FROM],
    ["seconds", 2 * DAY + 17_000, 4 * DAY + 29_000],
  ])("%s", async (_name, from_ms, to_ms) => {
    const range = { from: new Date(FROM + from_ms), to: new Date(FROM + to_ms), now: NOW };
    const summary = await getFleetSummary(database.db, range, exact_rows_max);
    const error = summary.percentiles.relative_error_max + 1e-6;
    expect(summary.percentiles.method).toBe(exact_rows_max === 0 ? "histogram" : "measurements");
    const inside = (measured: Measured[]) =>
      measured.filter(({ time }) => time >= range.from.getTime() && time < range.to.getTime());
    for (const node of summary.nodes) expectFigures(node, inside(rows.get(node.node_id) ?? []), error);
    expectFigures(summary.fleet, inside([...rows.values()].flat()), error);
  });
});
