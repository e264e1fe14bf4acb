import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "#db/testing/index.ts";
import { getChunkDetail } from "./chunk-detail.ts";
import { listChunks } from "./chunks.ts";
import { getHypertableLayout } from "./hypertable-layout.ts";

let database: TestDatabase;
let db: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  const { node_id } = await insertNode(db);
  await insertMeasurements(db, node_id, { from: "2026-01-01T00:00:00Z", count: 3024, interval_seconds: 600 });
  await sql`SELECT compress_chunk(c) FROM show_chunks('metrics', older_than => timestamptz '2026-01-16') c`.execute(db);
});
afterAll(() => database?.drop());

describe("how a hypertable is laid out", () => {
  it("tells dimensions, aggregates, and every index with its bytes over all chunks", async () => {
    const layout = await getHypertableLayout(db, { hypertable_name: "metrics" });
    expect(layout.dimensions).toMatchObject([{ column_name: "time", kind: "time", interval_seconds: 7 * 86_400 }]);
    expect(layout.aggregates).toEqual(["aggregates_daily", "aggregates_hourly", "aggregates_hourly_latency"]);
    const { rows } = await sql<{ index_name: string; total_bytes: number }>`
      SELECT x.relname AS index_name,
             (SELECT sum(pg_relation_size(c.oid)) FROM pg_class c
              WHERE c.relkind = 'i' AND (c.relname = x.relname OR c.relname LIKE '\\_hyper\\_%' || x.relname)) AS total_bytes
      FROM pg_class x WHERE x.relname IN ('idx_metrics_node_id', 'idx_metrics_time') ORDER BY 1`.execute(db);
    expect(layout.indexes).toMatchObject(rows);
    expect(layout.indexes.map(({ chunk_count, unique }) => [chunk_count, unique])).toEqual([
      [3, true],
      [3, false],
    ]);
  });

  it("judges memory by the newest chunk that has ended, as it was before compression", async () => {
    const { memory } = await getHypertableLayout(db, { hypertable_name: "metrics" });
    const { rows } = await sql<{ shared: number; index: number }>`
      SELECT pg_size_bytes(current_setting('shared_buffers')) AS shared,
             pg_indexes_size((SELECT c FROM show_chunks('metrics', newer_than => timestamptz '2026-01-15') c)) AS index`.execute(
      db,
    );
    expect(memory).toMatchObject({
      shared_buffers_bytes: rows[0]?.shared,
      whole_chunk_index_bytes: rows[0]?.index,
      whole_chunk_seconds: 7 * 86_400,
      other_active_count: 0,
    });
  });

  it("works for what stores an aggregate, and not for a table", async () => {
    expect(await getHypertableLayout(db, { hypertable_name: "aggregates_hourly_latency" })).toMatchObject({
      dimensions: [{ column_name: "bucket" }],
      aggregates: ["aggregates_daily_latency"],
    });
    await expect(getHypertableLayout(db, { hypertable_name: "nodes" })).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("one chunk", () => {
  it("is told as the list tells it, with its files adding up to its size", async () => {
    for (const chunk of await listChunks(db, { hypertable_name: "metrics", limit: 10 })) {
      const detail = await getChunkDetail(db, { hypertable_name: "metrics", chunk_name: chunk.chunk_name });
      expect({ ...detail.chunk, activity: null }).toEqual({ ...chunk, activity: null });
      const bytes = detail.relations.reduce((sum, r) => sum + r.table_bytes + r.index_bytes + r.toast_bytes, 0);
      expect(bytes).toBe(chunk.total_bytes);
      expect(detail.relations.map(({ role }) => role)).toEqual(
        chunk.state === "row" ? ["rows"] : ["rows", "compressed"],
      );
      const indexes = detail.indexes.reduce((sum, { total_bytes }) => sum + total_bytes, 0);
      expect(indexes).toBe(chunk.index_bytes);
      expect(detail.constraints.join()).toContain("time");
      if (chunk.state !== "row") expect(detail).toMatchObject({ segment_by: ["node_id"], order_by: ["time DESC"] });
    }
  });

  it("is the newest without a name, and not found by a wrong one", async () => {
    const [newest] = await listChunks(db, { hypertable_name: "metrics", limit: 1 });
    expect((await getChunkDetail(db, { hypertable_name: "metrics" })).chunk.chunk_name).toBe(newest?.chunk_name);
    await expect(
      getChunkDetail(db, { hypertable_name: "aggregates_hourly", chunk_name: newest?.chunk_name }),
    ).rejects.toMatchObject({ kind: "not_found" });
  });

  it("is told to the role that may only read", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      const { as_of: _a, ...seen } = await getChunkDetail(reader, { hypertable_name: "metrics" });
      const { as_of: _b, ...own } = await getChunkDetail(db, { hypertable_name: "metrics" });
      expect(seen.relations.map(({ relation }) => relation)).toEqual(own.relations.map(({ relation }) => relation));
      expect((await getHypertableLayout(reader, { hypertable_name: "metrics" })).indexes).toHaveLength(2);
    } finally {
      await reader.destroy();
    }
  });
});
