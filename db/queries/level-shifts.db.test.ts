import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { getLevelShifts } from "./level-shifts.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);
const at = (minutes: number) => new Date(START + minutes * MINUTE);
const DAY = 1440;
const DAYS = 20;

/** From here on the level is another: at the beginning of a bucket of four minutes and of an hour. */
const UP = 5 * DAY + 600;
const DOWN = 12 * DAY;

let database: TestDatabase;
let node_id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ node_id } = await insertNode(database.db));
  await insertMeasurements(database.db, node_id, {
    from: at(0),
    count: DAYS * DAY,
    // Every seventh reply is an outlier, and every eleventh is missing.
    latency_ms: (minute) =>
      minute % 11 === 0
        ? null
        : minute % 7 === 0
          ? 300
          : (minute >= UP && minute < DOWN ? 55 : 40) + (minute % 5) * 0.1,
    skip: (minute) => minute >= 9 * DAY && minute < 9 * DAY + 240,
  });
  const other = await insertNode(database.db);
  await insertMeasurements(database.db, other.node_id, { from: at(0), count: DAYS * DAY, latency_ms: 90 });
  await refreshAggregates(database.db, { from: at(0), to: at(DAYS * DAY) });
});

afterAll(() => database.drop());

const ask = (from: number, to: number, id = node_id) =>
  getLevelShifts(database.db, { node_id: id, from: at(from), to: at(to), now: at(DAYS * DAY) });

test("shifts are told newest first with both levels, and outliers, lost replies and silence are none", async () => {
  const answer = await ask(4 * DAY, 14 * DAY);
  expect(answer).toMatchObject({ source: "metrics", bucket_seconds: 240, more: 0, fresh_until: null });
  expect(answer.shifts.map(({ time }) => time)).toEqual([at(DOWN).toISOString(), at(UP).toISOString()]);
  const [down, up] = answer.shifts;
  expect(up!.latency_ms_before).toBeCloseTo(40.2, 0);
  expect(up!.latency_ms_after).toBeCloseTo(55.2, 0);
  expect(down!.change_ms).toBeCloseTo(-15, 0);
  expect(answer.detector.recall).toBeGreaterThan(0);
});

test("a range of more buckets than are looked at is answered from hours, to the hour", async () => {
  const answer = await ask(0, 200 * DAY);
  expect(answer).toMatchObject({ source: "aggregates_hourly", bucket_seconds: 3600 });
  expect(answer.shifts.map(({ time }) => time)).toEqual([at(DOWN).toISOString(), at(UP).toISOString()]);
});

test("nothing measured, or nobody's node", async () => {
  const { node_id: never } = await insertNode(database.db);
  expect(await ask(0, DAY, never)).toMatchObject({ shifts: [], more: 0, bucket_count: 0 });
  await expect(ask(0, DAY, "00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({ kind: "not_found" });
});
