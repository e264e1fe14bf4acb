import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addCounts, parseAccounting } from "#lib/service-level.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { getServiceLevel } from "./service-level.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 27, 12);
const COUNT = 4 * 1440;
const at = (minutes: number) => new Date(START + minutes * MINUTE);

const replied = (index: number) => index % 13 !== 0;
const loss = (index: number) => (index % 4 === 0 ? null : index % 10);
const skipped = (index: number) => index % 1000 < 30;

let database: TestDatabase;
let node_id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ node_id } = await insertNode(database.db));
  await insertMeasurements(database.db, node_id, {
    from: at(-60),
    count: COUNT + 60,
    latency_ms: (index) => (replied(index - 60) ? 20 : null),
    packet_loss: (index) => loss(Math.abs(index - 60)),
    skip: (index) => index >= 60 && skipped(index - 60),
  });
  await refreshAggregates(database.db, { from: at(-1440), to: at(COUNT + 1440) });
});

afterAll(() => database.drop());

const ask = (params: Record<string, string | string[]>, time_zone = "Europe/Berlin") =>
  getServiceLevel(database.db, {
    node_id,
    from: at(0),
    to: at(COUNT),
    now: at(COUNT + 60),
    time_zone,
    accounting: parseAccounting(params),
  });

const berlinDay = (time: number) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(time);

describe("getServiceLevel", () => {
  test("counts single measurements by day, loss and maintenance, as plain loops do", async () => {
    const maintenance = [
      [100, 170],
      [2000, 2017],
    ] as const;
    const report = await ask({
      loss_max: "5",
      maintenance: maintenance.map(([from, to]) => `${at(from).toISOString()}/${at(to).toISOString()}`),
    });
    const days = new Map<string, { received: number; received_up: number; missing: number }>();
    for (let index = 0; index < COUNT; index += 1) {
      if (maintenance.some(([from, to]) => index >= from && index < to)) continue;
      const name = berlinDay(at(index).getTime());
      const day = days.get(name) ?? { received: 0, received_up: 0, missing: 0 };
      days.set(name, day);
      if (skipped(index)) day.missing += 1;
      else day.received += 1;
      if (!skipped(index) && replied(index) && (loss(index) ?? 0) <= 5) day.received_up += 1;
    }
    expect(
      report.days.map(({ from, received, received_up, missing }) => [
        berlinDay(Date.parse(from)),
        { received, received_up, missing },
      ]),
    ).toEqual([...days]);
    expect([report.source, report.notes]).toEqual(["metrics", []]);
    // The clock goes forward on 29 March: that day has 23 hours.
    const spring = report.days.find(({ from }) => berlinDay(Date.parse(from)) === "2026-03-29");
    expect(Date.parse(spring!.to) - Date.parse(spring!.from)).toBe(23 * 60 * MINUTE);
  });

  test("the outages of the range stand beside", async () => {
    const report = await ask({});
    expect(report.outages.silent.count).toBe(6);
  });

  test("past retention hours are counted, and what they cannot tell is said", async () => {
    const exact = addCounts((await ask({})).days);
    await sql`SELECT add_retention_policy('metrics', interval '1 day')`.execute(database.db);
    await sql`SELECT drop_chunks('metrics', older_than => ${at(30 * 1440)}::timestamptz)`.execute(database.db);
    const report = await ask(
      { loss_max: "5", maintenance: `${at(90).toISOString()}/${at(100).toISOString()}` },
      "Asia/Kolkata",
    );
    expect([report.source, report.time_zone, report.accounting.loss_max]).toEqual(["aggregates_hourly", "UTC", null]);
    expect(report.notes).toHaveLength(4);
    expect(report.accounting.maintenance).toEqual([{ from: at(60).toISOString(), to: at(120).toISOString() }]);
    expect(addCounts((await ask({})).days)).toEqual(exact);
  });
});
