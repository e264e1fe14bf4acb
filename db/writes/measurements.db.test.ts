import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import { compressChunks, createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import type { Measurement } from "#lib/ingest/measurement.ts";
import { createWriter, writeMeasurements } from "./measurements.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;

const series = (node_name: string, count: number, more: Partial<Measurement> & { step?: number } = {}): Measurement[] =>
  Array.from({ length: count }, (_, at) => {
    const { step = MINUTE, time = START, ...fixed } = more;
    const row = { node_name, region: null, latency_ms: 10 + (at % 7), uptime_pct: 100, packet_loss: 0, ...fixed };
    return { ...row, time: time + at * step };
  });

const listRows = async (node_name: string) => {
  const { rows } = await sql<{ time: string; latency_ms: number | null; packet_loss: number | null }>`
    SELECT time, latency_ms, uptime_pct, packet_loss FROM metrics JOIN nodes USING (node_id)
    WHERE node_name = ${node_name} ORDER BY time`.execute(database.db);
  return rows;
};

const getNode = (node_name: string) =>
  database.db.selectFrom("nodes").selectAll().where("node_name", "=", node_name).executeTakeFirstOrThrow();

/** Chunks whose compressed data has rows beside it. */
const countPartial = async (): Promise<number> => {
  const { rows } = await sql<{ partial: number }>`
    SELECT count(*) FILTER (WHERE _timescaledb_functions.chunk_status(c) & 8 <> 0) AS partial
    FROM show_chunks('public.metrics') AS c`.execute(database.db);
  return rows[0]?.partial ?? -1;
};

describe("a measurement is stored once", () => {
  test("repeats within a call and of stored rows are counted and change nothing", async () => {
    const rows = series("once", 10);
    const again = { ...(rows[3] as Measurement), latency_ms: 999 };
    expect(await writeMeasurements(database.db, [...rows, again])).toMatchObject({ accepted: 10, duplicates: 1 });
    const before = await listRows("once");
    expect(before[3]?.latency_ms).toBe(13);
    const changed = rows.map((row) => ({ ...row, latency_ms: 1 }));
    expect(await writeMeasurements(database.db, changed)).toMatchObject({ accepted: 0, duplicates: 10 });
    expect(await listRows("once")).toEqual(before);
  });

  test("on_conflict update: the last one stands", async () => {
    const rows = series("replaced", 5);
    await writeMeasurements(database.db, rows);
    const replacement = series("replaced", 2, { latency_ms: 50 });
    const last = { ...(replacement[1] as Measurement), latency_ms: null, packet_loss: null };
    const result = await writeMeasurements(database.db, [...replacement, last], { on_conflict: "update" });
    expect(result).toMatchObject({ accepted: 2, duplicates: 1 });
    expect((await listRows("replaced")).map((row) => row.latency_ms)).toEqual([50, null, 12, 13, 14]);
  });

  test("null stays null, milliseconds stay, more rows than one transaction takes", async () => {
    const rows = series("many", 12_001, { step: 1_500, latency_ms: null, uptime_pct: 0, packet_loss: null });
    expect((await writeMeasurements(database.db, rows)).accepted).toBe(12_001);
    const stored = await listRows("many");
    expect(stored).toHaveLength(12_001);
    expect(stored[1]).toMatchObject({
      time: "2026-01-05T00:00:01.5Z",
      latency_ms: null,
      uptime_pct: 0,
      packet_loss: null,
    });
  });

  test("a writer counts exactly while rows are new, repeated, mixed and new again", async () => {
    const write = createWriter(database.db);
    const day = (at: number, count = 400) => series("in-turn", count, { time: START + at * 86_400_000 });
    const counts = async (rows: Measurement[]) => {
      const { accepted, duplicates } = await write(rows);
      return [accepted, duplicates];
    };
    expect(await counts([...day(0), ...day(1)])).toEqual([800, 0]);
    expect(await counts([...day(1), ...day(2)])).toEqual([400, 400]);
    expect(await counts(day(2))).toEqual([0, 400]);
    expect(await counts(day(3))).toEqual([400, 0]);
    expect(await counts([...day(4), ...day(4)])).toEqual([400, 400]);
    expect(await counts(day(4, 401))).toEqual([1, 400]);
    expect(await listRows("in-turn")).toHaveLength(2_001);
    const replaced = day(4).map((row) => ({ ...row, latency_ms: 77 }));
    expect(await createWriter(database.db, { on_conflict: "update" })(replaced)).toMatchObject({ accepted: 400 });
    expect((await listRows("in-turn")).filter((row) => row.latency_ms === 77)).toHaveLength(400);
  });

  test("figures and times are the same in large batches as in small ones", async () => {
    const values = [0.1, 1e-30, 599_999.9, 3.4028, null];
    const make = (node_name: string): Measurement[] =>
      Array.from({ length: 300 }, (_, at) => ({
        time: [Date.UTC(1999, 11, 31, 23, 0, 0, 999), Date.UTC(2000, 0, 1), START][at % 3]! + Math.floor(at / 3),
        node_name,
        region: null,
        latency_ms: values[at % values.length] ?? null,
        uptime_pct: [99.9, 0, 100 / 3][at % 3]!,
        packet_loss: [null, 0.7][at % 2]!,
      }));
    const small = make("small");
    for (let at = 0; at < small.length; at += 100) await writeMeasurements(database.db, small.slice(at, at + 100));
    expect((await writeMeasurements(database.db, make("large"))).accepted).toBe(300);
    expect(await listRows("large")).toEqual(await listRows("small"));
  });

  test("nothing to write is no work", async () => {
    expect(await writeMeasurements(database.db, [])).toMatchObject({ accepted: 0, duplicates: 0 });
  });

  test("the writer role suffices", async () => {
    const writer = createDatabase({ url: database.url, access: "writer", max: 1 });
    try {
      expect((await writeMeasurements(writer, series("by-writer", 3))).accepted).toBe(3);
    } finally {
      await writer.destroy();
    }
  });
});

describe("nodes", () => {
  test("are made on first sight, with interval, origin and range of what was seen", async () => {
    const { nodes_created } = await writeMeasurements(
      database.db,
      series("fresh", 20, { step: 4 * MINUTE, region: "eu" }),
      {
        origin: "import",
      },
    );
    expect(nodes_created).toMatchObject([{ node_name: "fresh", region: "eu" }]);
    expect(await getNode("fresh")).toMatchObject({
      region: "eu",
      interval_seconds: 240,
      origin: "import",
      first_seen_at: "2026-01-05T00:00:00Z",
      last_seen_at: "2026-01-05T01:16:00Z",
    });
    expect((await writeMeasurements(database.db, series("fresh", 2))).nodes_created).toEqual([]);
  });

  test("first and last seen only move outward", async () => {
    await writeMeasurements(database.db, series("moving", 10));
    await writeMeasurements(database.db, series("moving", 3, { time: START + 2 * MINUTE }));
    expect(await getNode("moving")).toMatchObject({ last_seen_at: "2026-01-05T00:09:00Z" });
    await writeMeasurements(database.db, series("moving", 1, { time: START - MINUTE }));
    expect(await getNode("moving")).toMatchObject({
      first_seen_at: "2026-01-04T23:59:00Z",
      last_seen_at: "2026-01-05T00:09:00Z",
    });
    await writeMeasurements(database.db, series("moving", 1, { time: START + 60 * MINUTE }));
    expect(await getNode("moving")).toMatchObject({
      first_seen_at: "2026-01-04T23:59:00Z",
      last_seen_at: "2026-01-05T01:00:00Z",
    });
  });

  test("another region is reported with its rows; a missing one is learned", async () => {
    await writeMeasurements(database.db, series("moved", 2, { region: "eu" }));
    const conflict = await writeMeasurements(database.db, series("moved", 4, { region: "us" }));
    expect(conflict.region_conflicts).toEqual([{ node_name: "moved", region: "eu", other_region: "us", rows: 4 }]);
    expect(conflict.accepted).toBe(2);
    expect((await getNode("moved")).region).toBe("eu");
    const known = new Map();
    await writeMeasurements(database.db, series("learned", 2), { known });
    const learned = await writeMeasurements(database.db, series("learned", 4, { region: "af" }), { known });
    expect(learned.region_conflicts).toEqual([]);
    expect((await getNode("learned")).region).toBe("af");
  });

  test("one that was deleted meanwhile is made anew", async () => {
    const known = new Map();
    await writeMeasurements(database.db, series("deleted", 1), { known });
    await sql`DELETE FROM metrics USING nodes WHERE nodes.node_id = metrics.node_id AND node_name = 'deleted'`.execute(
      database.db,
    );
    await database.db.deleteFrom("nodes").where("node_name", "=", "deleted").execute();
    expect((await writeMeasurements(database.db, series("deleted", 3), { known })).accepted).toBe(3);
  });
});

describe("compressed chunks", () => {
  test("duplicates leave them as they are; new rows go in", async () => {
    const rows = series("late", 3000, { time: Date.UTC(2025, 5, 2) });
    const kept = rows.filter((_, at) => at !== 1500);
    await writeMeasurements(database.db, kept);
    await compressChunks(database.db);
    expect(await writeMeasurements(database.db, kept)).toMatchObject({ accepted: 0, duplicates: 2999 });
    expect(await countPartial()).toBe(0);
    expect(await writeMeasurements(database.db, rows)).toMatchObject({ accepted: 1, duplicates: 2999 });
    expect(await countPartial()).toBe(1);
    expect(await listRows("late")).toHaveLength(3000);
    expect(await writeMeasurements(database.db, rows, { on_conflict: "update" })).toMatchObject({ accepted: 3000 });
    expect(await listRows("late")).toHaveLength(3000);
  });

  test("a chunk that was compressed a moment ago takes new rows and refuses no repeats", async () => {
    const rows = series("just-compressed", 1000, { time: Date.UTC(2025, 6, 7) });
    const write = createWriter(database.db);
    await write(rows.slice(0, 500));
    await compressChunks(database.db);
    expect(await write(rows.slice(500))).toMatchObject({ accepted: 500, duplicates: 0 });
    expect(await write(rows)).toMatchObject({ accepted: 0, duplicates: 1000 });
    expect(await listRows("just-compressed")).toHaveLength(1000);
  });

  test("rows far apart are stored once as well", async () => {
    const rows = series("sparse", 40, { time: Date.UTC(2025, 5, 2), step: 3 * 3_600_000 });
    await writeMeasurements(database.db, rows);
    await compressChunks(database.db);
    expect(await writeMeasurements(database.db, rows)).toMatchObject({ accepted: 0, duplicates: 40 });
    expect(await listRows("sparse")).toHaveLength(40);
  });
});

test("eight writers with overlapping rows and new nodes: every row once, no deadlock surfaces", async () => {
  const names = Array.from({ length: 12 }, (_, at) => `shared-${at}`);
  const all = names.flatMap((name) => series(name, 400, { time: START + 40 * 86_400_000 }));
  const db = createDatabase({ url: database.url, access: "owner", max: 8 });
  try {
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, writer) => {
        const own = all.filter((_row, at) => (at + writer) % 3 !== 0);
        return writeMeasurements(db, writer % 2 === 0 ? own : own.toReversed());
      }),
    );
    const accepted = results.reduce((sum, result) => sum + result.accepted, 0);
    const created = results.flatMap((result) => result.nodes_created.map((node) => node.node_name));
    expect(accepted).toBe(all.length);
    expect(created.toSorted()).toEqual(names.toSorted());
  } finally {
    await db.destroy();
  }
});
