import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "#db/testing/index.ts";
import type { Chunk } from "#lib/model/storage.ts";
import { getCapabilities } from "./capabilities.ts";
import { listChunks, listChunksWith } from "./chunks.ts";

let database: TestDatabase;
let db: Kysely<Database>;

/** Without the server's counters, which it adds up in its own time. */
const still = (chunks: Chunk[]) => chunks.map(({ activity: _activity, ...chunk }) => chunk);

const ofMetrics = async (limit = 100) => still(await listChunks(db, { hypertable_name: "metrics", limit }));

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database?.drop());

it("is empty for a hypertable without chunks, and not found for one that is not there", async () => {
  expect(await ofMetrics()).toEqual([]);
  await expect(listChunks(db, { hypertable_name: "nodes", limit: 1 })).rejects.toMatchObject({
    kind: "not_found",
    message: "There is no hypertable or continuous aggregate named nodes.",
  });
  await expect(
    listChunks(db, { hypertable_schema: "fiber", hypertable_name: "metrics", limit: 1 }),
  ).rejects.toMatchObject({ kind: "not_found" });
});

describe("with chunks in every state", () => {
  beforeAll(async () => {
    const { node_id } = await insertNode(db, { node_name: "a" });
    // Five chunks of a week: 1 January 2026 is a Thursday, the day on which TimescaleDB's weeks begin.
    await insertMeasurements(db, node_id, { from: "2026-01-01T00:00:00Z", count: 5040, interval_seconds: 600 });
    await sql`SELECT compress_chunk(c) FROM show_chunks('metrics', older_than => timestamptz '2026-01-29') c`.execute(
      db,
    );
    await sql`INSERT INTO metrics VALUES ('2026-01-09 00:00:30+00', ${node_id}::uuid, 5, 100, 0)`.execute(db);
    await sql`SELECT _timescaledb_functions.freeze_chunk(c)
      FROM show_chunks('metrics', older_than => timestamptz '2026-01-08') c`.execute(db);
    await refreshAggregates(db);
    // Rows of a chunk that nobody analyzed come from counters, which a server adds up in its own time.
    await sql`ANALYZE`.execute(db);
  });

  it("lists the newest first, up to the limit, with state and range", async () => {
    const seen = (await ofMetrics()).map(({ range_start, range_end, state, frozen }) => ({
      range_start,
      range_end,
      state,
      frozen,
    }));
    expect(seen).toEqual([
      { range_start: "2026-01-29T00:00:00Z", range_end: "2026-02-05T00:00:00Z", state: "row", frozen: false },
      { range_start: "2026-01-22T00:00:00Z", range_end: "2026-01-29T00:00:00Z", state: "compressed", frozen: false },
      { range_start: "2026-01-15T00:00:00Z", range_end: "2026-01-22T00:00:00Z", state: "compressed", frozen: false },
      { range_start: "2026-01-08T00:00:00Z", range_end: "2026-01-15T00:00:00Z", state: "partial", frozen: false },
      { range_start: "2026-01-01T00:00:00Z", range_end: "2026-01-08T00:00:00Z", state: "compressed", frozen: true },
    ]);
    expect(await ofMetrics(2)).toEqual((await ofMetrics()).slice(0, 2));
  });

  it("takes sizes, ratios and rows from where plain SQL finds them", async () => {
    const { rows } = await sql<Chunk>`
      SELECT s.chunk_name, s.table_bytes, s.index_bytes, s.toast_bytes, s.total_bytes,
             c.before_compression_total_bytes AS before_compression_bytes,
             c.after_compression_total_bytes AS after_compression_bytes,
             c.before_compression_total_bytes::float8 / c.after_compression_total_bytes AS compression_ratio,
             (SELECT chunk_creation_time FROM timescaledb_information.chunks k WHERE k.chunk_name = s.chunk_name) AS created_at
      FROM chunks_detailed_size('metrics') s LEFT JOIN chunk_compression_stats('metrics') c USING (chunk_schema, chunk_name)
      ORDER BY s.chunk_name DESC`.execute(db);
    expect(await ofMetrics()).toMatchObject(rows);
    for (const chunk of await ofMetrics()) {
      expect(chunk.table_bytes + chunk.index_bytes + chunk.toast_bytes).toBe(chunk.total_bytes);
      if (chunk.state === "row") expect(chunk.row_count_estimate).toBe(1008);
    }
  });

  it("takes the name of a continuous aggregate for the hypertable that stores it", async () => {
    const [chunk, ...more] = still(await listChunks(db, { hypertable_name: "aggregates_hourly", limit: 10 }));
    expect(more).toEqual([]);
    expect(chunk).toMatchObject({ aggregate_name: "aggregates_hourly", hypertable_schema: "_timescaledb_internal" });
    const stored = still(await listChunks(db, { hypertable_name: chunk?.hypertable_name, limit: 10 }));
    expect(stored).toEqual([chunk]);
    const all = still(await listChunks(db, { limit: 100 }));
    expect(all.filter((item) => item.aggregate_name === null)).toEqual(await ofMetrics());
    expect(all).toContainEqual(chunk);
  });

  it("says the same where the catalog is hidden, and what it then cannot know", async () => {
    const capabilities = await getCapabilities(db);
    const hidden = (functions: string[]) =>
      listChunksWith(
        db,
        { hypertable_name: "metrics", limit: 100 },
        { ...capabilities, functions, tables: capabilities.tables.filter((name) => !/^(chunk|compress)/.test(name)) },
      );
    const known = (chunks: Omit<Chunk, "activity">[]) =>
      still(chunks as Chunk[]).map(({ row_count_estimate: _rows, ...chunk }) => chunk);
    expect(known(await hidden(capabilities.functions))).toEqual(known(await ofMetrics()));
    expect(known(await hidden(["chunk_status(regclass)"]))).toEqual(known(await ofMetrics()));
    const blind = await hidden([]);
    expect(blind.map(({ state }) => state)).toEqual(["row", ...Array.from({ length: 4 }, () => "unknown_compressed")]);
  });

  it("counts rows as compression did, and late ones apart", async () => {
    for (const { range_start, range_end, row_count_estimate, late_row_estimate, state } of await ofMetrics()) {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*) FROM metrics WHERE time >= ${range_start} AND time < ${range_end}`.execute(db);
      expect(row_count_estimate).toBe(rows[0]?.count);
      expect(late_row_estimate).toBe(state === "row" ? null : state === "partial" ? 1 : 0);
    }
  });

  it("takes the pages of the catalog for the chunks beyond those it measures", async () => {
    await sql`VACUUM ANALYZE metrics`.execute(db);
    const measured = await ofMetrics();
    const told = await listChunksWith(
      db,
      { hypertable_name: "metrics", limit: 100, measure: 0 },
      await getCapabilities(db),
    );
    for (const [index, chunk] of told.entries()) {
      expect(chunk.sizes_measured).toBe(false);
      // Pages alone: without the maps of free space and of visibility that each table has beside them.
      const maps = (measured[index]?.total_bytes ?? 0) - chunk.total_bytes;
      expect(maps).toBeGreaterThanOrEqual(0);
      expect(maps).toBeLessThanOrEqual(2 * 5 * 8192);
    }
  });

  it("is seen alike by the role that may only read, in a transaction that may not write", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      const seen = await reader
        .transaction()
        .setAccessMode("read only")
        .execute((transaction) => listChunks(transaction, { limit: 100 }));
      expect(still(seen)).toEqual(still(await listChunks(db, { limit: 100 })));
    } finally {
      await reader.destroy();
    }
  });
});
