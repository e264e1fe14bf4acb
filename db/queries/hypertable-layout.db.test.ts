import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "#db/testing/index.ts";
import { adviseInterval } from "#lib/chunk-interval.ts";
import type { ChunkRelation } from "#lib/model/storage-detail.ts";
import { getCapabilities } from "./capabilities.ts";
import { getChunkDetail } from "./chunk-detail.ts";
import { listChunks } from "./chunks.ts";
import { getHypertableLayout } from "./hypertable-layout.ts";
import { listHypertables } from "./hypertables.ts";

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

  it("finds the parts of indexes on other columns, with expressions and with a condition, each once", async () => {
    await sql`CREATE TABLE odd (gone integer, "A b" text, time timestamptz NOT NULL, value real)`.execute(db);
    await sql`ALTER TABLE odd DROP COLUMN gone`.execute(db);
    await sql`SELECT create_hypertable('odd', 'time', create_default_indexes => false)`.execute(db);
    await sql`CREATE INDEX odd_column ON odd ("A b", time)`.execute(db);
    await sql`CREATE INDEX odd_descending ON odd ("A b", time DESC)`.execute(db);
    await sql`CREATE INDEX odd_expression ON odd (lower("A b"))`.execute(db);
    await sql`CREATE INDEX odd_part ON odd ("A b", time) WHERE value > 0`.execute(db);
    await sql`CREATE INDEX odd_words ON odd ("A b" text_pattern_ops, time)`.execute(db);
    await sql`INSERT INTO odd SELECT 'x', t, 1 FROM generate_series(now() - INTERVAL '20 days', now(), '1 day') t`.execute(
      db,
    );
    const { indexes } = await getHypertableLayout(db, { hypertable_name: "odd" });
    const { rows } = await sql<{ index_name: string; total_bytes: number; chunk_count: number }>`
      SELECT n.name AS index_name, sum(pg_relation_size(c.oid))::bigint AS total_bytes, count(*) - 1 AS chunk_count
      FROM unnest('{odd_column,odd_descending,odd_expression,odd_part,odd_words}'::text[]) n (name)
      JOIN pg_class c ON c.relkind = 'i' AND (c.relname = n.name OR c.relname LIKE '\\_hyper\\_%' || n.name)
      GROUP BY 1 ORDER BY 1`.execute(db);
    expect(rows[0]?.chunk_count).toBeGreaterThan(2);
    expect(indexes).toMatchObject(rows);
    await sql`DROP TABLE odd`.execute(db);
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

  it("takes that chunk as it was before compression, and gives it what other active chunks leave of the memory", async () => {
    await sql`CREATE TABLE busy (time timestamptz NOT NULL, value real)`.execute(db);
    await sql`SELECT create_hypertable('busy', 'time')`.execute(db);
    await sql`INSERT INTO busy VALUES (now(), 1)`.execute(db);
    const before = (await getHypertableLayout(db, { hypertable_name: "metrics" })).memory;
    await sql`SELECT compress_chunk(c) FROM show_chunks('metrics', newer_than => timestamptz '2026-01-15') c`.execute(
      db,
    );
    const { memory } = await getHypertableLayout(db, { hypertable_name: "metrics" });
    const { rows } = await sql<{ index: number; others: number; budget: number }>`
      SELECT s.before_compression_index_bytes AS index, o.bytes AS others, b.bytes - o.bytes AS budget
      FROM chunk_compression_stats('metrics') s
      JOIN (SELECT c::text AS name FROM show_chunks('metrics', newer_than => timestamptz '2026-01-15') c) n
        ON n.name = format('%I.%I', s.chunk_schema, s.chunk_name)
      CROSS JOIN (SELECT pg_indexes_size(c) AS bytes FROM show_chunks('busy') c) o
      CROSS JOIN (SELECT pg_size_bytes(current_setting('shared_buffers')) AS bytes) b`.execute(db);
    expect(memory).toMatchObject({
      whole_chunk_index_bytes: rows[0]?.index,
      other_active_index_bytes: rows[0]?.others,
      other_active_count: 1,
    });
    expect(before).toEqual(memory);
    const advice = adviseInterval({ memory, chunk_interval_seconds: 86_400, chunk_count: 3 });
    expect(advice).toMatchObject({ chunk_index_bytes: (rows[0]?.index ?? 0) / 7, budget_bytes: rows[0]?.budget });
    await sql`SELECT decompress_chunk(c) FROM show_chunks('metrics', newer_than => timestamptz '2026-01-15') c`.execute(
      db,
    );
    await sql`DROP TABLE busy`.execute(db);
  });

  it("works for what stores an aggregate, and not for a table", async () => {
    expect(await getHypertableLayout(db, { hypertable_name: "aggregates_hourly_latency" })).toMatchObject({
      dimensions: [{ column_name: "bucket" }],
      aggregates: ["aggregates_daily_latency"],
    });
    await expect(getHypertableLayout(db, { hypertable_name: "nodes" })).rejects.toMatchObject({ kind: "not_found" });
  });
});

/** Uses tables and indexes in a session of its own, which then tells the server of it at once. */
const use = async (statements: string[]): Promise<void> => {
  const session = createDatabase({ url: database.url, access: "owner", max: 1 });
  try {
    for (const text of [
      "SET enable_seqscan = off",
      "SET jit = off",
      ...statements,
      "SELECT pg_stat_force_next_flush()",
    ])
      await sql.raw(text).execute(session);
    await sql`SELECT 1`.execute(session);
  } finally {
    await session.destroy();
  }
};

describe("counters", () => {
  let embedded: boolean;
  beforeAll(async () => {
    ({ embedded } = await getCapabilities(db));
    await sql`DELETE FROM metrics WHERE time >= '2026-01-21'`.execute(db);
    await sql`ANALYZE metrics`.execute(db);
    await use([
      "SELECT latency_ms FROM metrics WHERE time = '2026-01-16 10:00+00'",
      "SELECT count(*) FROM metrics WHERE node_id = (SELECT node_id FROM nodes LIMIT 1) AND time > '2026-01-16'",
      "SELECT count(latency_ms) FROM metrics WHERE time BETWEEN '2026-01-03' AND '2026-01-04'",
    ]);
  });

  it("of a hypertable's indexes are the sums over its chunks, or none where the server keeps none", async () => {
    const { rows } = await sql<{ index_name: string; scans: number }>`
      SELECT n.name AS index_name, sum(i.idx_scan)::bigint AS scans
      FROM (VALUES ('idx_metrics_node_id'), ('idx_metrics_time')) n (name)
      JOIN pg_stat_all_indexes i ON i.indexrelname LIKE '\\_hyper\\_%' || n.name
      GROUP BY 1 ORDER BY 1`.execute(db);
    const { indexes } = await getHypertableLayout(db, { hypertable_name: "metrics" });
    expect(indexes.map(({ scan_count }) => scan_count)).toEqual(rows.map(({ scans }) => (embedded ? null : scans)));
    if (!embedded) expect(rows.reduce((sum, { scans }) => sum + scans, 0)).toBeGreaterThan(1);
  });

  it("of one chunk's tables and indexes are those of the server's views", async () => {
    for (const { chunk_name } of await listChunks(db, { hypertable_name: "metrics", limit: 10 })) {
      const detail = await getChunkDetail(db, { hypertable_name: "metrics", chunk_name });
      for (const relation of detail.relations) {
        const { rows } = await sql<Partial<ChunkRelation>>`
          SELECT s.n_dead_tup AS dead_rows, s.seq_scan AS sequential_scans, s.idx_scan AS index_scans,
                 to_json(greatest(s.last_analyze, s.last_autoanalyze)) #>> '{}' AS last_analyzed_at,
                 to_json(greatest(s.last_vacuum, s.last_autovacuum)) #>> '{}' AS last_vacuumed_at,
                 nullif(c.reltuples, -1)::bigint AS row_estimate, age(c.relfrozenxid) AS frozen_age
          FROM pg_stat_all_tables s JOIN pg_class c ON c.oid = s.relid
          WHERE s.relid = ${relation.relation}::regclass`.execute(db);
        const { row_estimate, frozen_age, ...kept } = rows[0]!;
        const none = Object.fromEntries(Object.keys(kept).map((name) => [name, null]));
        expect(relation).toMatchObject({ row_estimate, ...(embedded ? none : kept) });
        // Others use transaction ids of the same server meanwhile.
        expect(Math.abs(relation.frozen_age - (frozen_age ?? 0))).toBeLessThan(1000);
      }
      for (const index of detail.indexes) {
        const { rows } = await sql<{ idx_scan: number }>`
          SELECT idx_scan FROM pg_stat_all_indexes WHERE indexrelname = ${index.index_name}`.execute(db);
        expect(index.scan_count).toBe(embedded ? null : rows[0]?.idx_scan);
      }
    }
  });

  it("of what statements did with a chunk are those of TimescaleDB, or none where it counts none", async () => {
    const { rows: there } = await sql`SELECT FROM pg_views WHERE viewname = 'stat_chunk_activity'`.execute(db);
    const seen = (await listChunks(db, { hypertable_name: "metrics", limit: 10 })).flatMap(({ chunk_name, activity }) =>
      activity === null ? [] : [{ chunk_name, ...activity }],
    );
    if (there.length === 0) return expect(seen).toEqual([]);
    const { rows } = await sql`
      SELECT c.relname AS chunk_name, n_selects AS select_count, n_inserts AS insert_count, n_updates AS update_count,
             n_deletes AS delete_count, total_batches_scanned AS batches_scanned,
             total_batches_decompressed AS batches_decompressed, first_update AS since
      FROM timescaledb_information.stat_chunk_activity s JOIN pg_class c ON c.oid = s.chunk
      WHERE c.oid IN (SELECT show_chunks('metrics')) ORDER BY c.relname DESC`.execute(db);
    expect(rows.length).toBeGreaterThan(0);
    expect(seen).toEqual(rows);
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

  it("tells its order as it was asked for, NULLS where they are not where the direction puts them", async () => {
    await sql`CREATE TABLE ordered (time timestamptz NOT NULL, a real, b real, c real)`.execute(db);
    await sql`SELECT create_hypertable('ordered', 'time')`.execute(db);
    await sql`ALTER TABLE ordered SET (timescaledb.compress,
      timescaledb.compress_orderby = 'a NULLS FIRST, time DESC NULLS LAST, b DESC, c')`.execute(db);
    await sql`INSERT INTO ordered VALUES ('2026-01-01T00:00:00Z', 1, 2, 3)`.execute(db);
    await sql`SELECT compress_chunk(c) FROM show_chunks('ordered') c`.execute(db);
    const order_by = ["a NULLS FIRST", "time DESC NULLS LAST", "b DESC", "c"];
    expect(await getChunkDetail(db, { hypertable_name: "ordered" })).toMatchObject({ segment_by: [], order_by });
    const listed = await listHypertables(db);
    expect(listed.find(({ hypertable_name }) => hypertable_name === "ordered")).toMatchObject({ order_by });
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
