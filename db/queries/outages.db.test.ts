import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { getNodeOutages, OUTAGES_MAX } from "./outages.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);
const at = (minutes: number) => new Date(START + minutes * MINUTE);
const DAY = 1440;

let database: TestDatabase;
let node_id: string;

// Minutes [from, to) without reply, and without measurement.
const DOWN = [
  [100, 110],
  [200, 202],
  [300, 303],
  [500, 620],
  [1400, 1440],
] as const;
const SILENT = [
  [400, 460],
  [700, 702],
  [800, 803],
  [555, 560],
] as const;
const within = (spans: readonly (readonly [number, number])[]) => (minute: number) =>
  spans.some(([from, to]) => minute >= from && minute < to);
const isDown = within(DOWN);
const isSilent = within(SILENT);

beforeAll(async () => {
  database = await createTestDatabase();
  ({ node_id } = await insertNode(database.db));
  await insertMeasurements(database.db, node_id, {
    from: at(0),
    count: DAY,
    latency_ms: (minute) => (isDown(minute) ? null : 20),
    skip: isSilent,
  });
  const other = await insertNode(database.db);
  await insertMeasurements(database.db, other.node_id, { from: at(0), count: 50, latency_ms: null });
  await refreshAggregates(database.db, { from: at(0), to: at(DAY) });
});

afterAll(() => database.drop());

const ask = (from: number, to: number, now = to, id = node_id) =>
  getNodeOutages(database.db, { node_id: id, from: at(from), to: at(to), now: at(now) });

const shown = (answer: Awaited<ReturnType<typeof ask>>) =>
  answer.outages.map(({ kind, from, to, missing_count, began_before, open }) => [
    kind,
    (Date.parse(from) - START) / MINUTE,
    (Date.parse(to) - START) / MINUTE,
    missing_count,
    ...(began_before ? ["began before"] : []),
    ...(open ? ["open"] : []),
  ]);

/** Plain loops over the minutes of the pattern. */
const runsOf = (holds: (minute: number) => boolean, from: number, to: number) => {
  const runs: [number, number][] = [];
  for (let minute = from; minute < to; minute += 1) {
    const open = runs.at(-1);
    if (!holds(minute)) continue;
    if (open && open[1] === minute) open[1] = minute + 1;
    else runs.push([minute, minute + 1]);
  }
  return runs.filter(([first, end]) => end - first >= 3);
};

describe("getNodeOutages", () => {
  test("outages and silences of three and more, to the minute; one inside the other ends it", async () => {
    const answer = await ask(0, DAY, DAY + 600);
    const down = runsOf((minute) => isDown(minute) && !isSilent(minute), 0, DAY);
    const silent = runsOf(isSilent, 0, DAY);
    const expected = [...down.map((run) => ["down", ...run]), ...silent.map((run) => ["silent", ...run])];
    expect(
      shown(answer)
        .map(([kind, from, to]) => [kind, from, to])
        .toSorted((a, b) => Number(a[1]) - Number(b[1])),
    ).toEqual(expected.toSorted((a, b) => Number(a[1]) - Number(b[1])));
    expect([answer.source, answer.resolution_seconds, answer.more]).toEqual(["metrics", 60, 0]);
    expect(answer.down).toEqual({ count: 5, missing_count: 10 + 3 + 115 + 40, seconds: (10 + 3 + 115 + 40) * 60 });
    expect(answer.silent).toEqual({ count: 3, missing_count: 60 + 3 + 5, seconds: (60 + 3 + 5) * 60 });
    expect(answer.outages.find(({ kind }) => kind === "down")).toMatchObject({ uptime_pct: 0, packet_loss: 100 });
  });

  test("an outage that the range cuts says that it is longer", async () => {
    expect(shown(await ask(550, 600, 5000))).toEqual([
      ["down", 560, 600, 40, "open"],
      ["silent", 555, 560, 5],
      ["down", 550, 555, 5, "began before"],
    ]);
    expect(shown(await ask(420, 440, 5000))).toEqual([["silent", 420, 440, 20, "began before", "open"]]);
    expect(shown(await ask(420, 480, 5000))).toEqual([["silent", 420, 460, 40, "began before"]]);
  });

  test("what is missing since less than ten intervals is late, then the silence is there whole", async () => {
    expect(shown(await ask(1300, DAY + 60, DAY + 8))).toEqual([["down", 1400, 1440, 40, "open"]]);
    expect(shown(await ask(1300, DAY + 60, DAY + 12))).toEqual([
      ["silent", 1440, 1452, 12, "open"],
      ["down", 1400, 1440, 40],
    ]);
  });

  test("nothing is due before the first measurement and of a node never seen", async () => {
    expect(shown(await ask(-3000, 90, 5000))).toEqual([]);
    const never = await insertNode(database.db);
    expect(shown(await ask(0, DAY, DAY, never.node_id))).toEqual([]);
  });

  test("the list is bounded and the totals are not", async () => {
    const flapping = await insertNode(database.db);
    await insertMeasurements(database.db, flapping.node_id, {
      from: at(0),
      count: DAY,
      latency_ms: (minute) => (minute % 10 < 4 ? null : 20),
    });
    const answer = await ask(0, DAY, DAY + 5, flapping.node_id);
    expect(answer.outages).toHaveLength(OUTAGES_MAX);
    expect([answer.down.count, answer.more, answer.down.missing_count]).toEqual([144, 44, 576]);
  });

  test("a probe whose clock wavers is not silent", async () => {
    const wavering = await insertNode(database.db);
    await insertMeasurements(database.db, wavering.node_id, { from: at(0), count: 300 });
    await sql`UPDATE metrics SET time = time + interval '25 seconds' * (extract(minute FROM time)::integer % 2)
              WHERE node_id = ${wavering.node_id}`.execute(database.db);
    expect(shown(await ask(0, 300, 301, wavering.node_id))).toEqual([]);
  });

  test("past retention hours tell it, to the hour and with the true count", async () => {
    await sql`SELECT add_retention_policy('metrics', interval '90 days')`.execute(database.db);
    await sql`SELECT drop_chunks('metrics', older_than => ${at(20 * DAY)}::timestamptz)`.execute(database.db);
    const answer = await ask(0, DAY, DAY * 400);
    expect([answer.source, answer.resolution_seconds]).toEqual(["aggregates_hourly", 3600]);
    expect(answer.reason).toMatch(/retention/);
    expect(answer.down.missing_count).toBe(168);
    expect(answer.silent.missing_count).toBe(68);
    expect(shown(answer).slice(0, 2)).toEqual([
      ["down", 1380, 1440, 40, "open"],
      ["silent", 780, 840, 3],
    ]);
  });
});
