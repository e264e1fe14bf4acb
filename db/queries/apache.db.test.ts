import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import { createApacheDatabase } from "#db/testing/apache.ts";
import {
  compressChunks,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "#db/testing/index.ts";
import { runnerText } from "#lib/advisor/summary.ts";
import { scenarioInForce } from "#lib/capacity-scenario.ts";
import { getJudgement } from "./advisor.ts";
import { listAggregates } from "./aggregates.ts";
import { getCapacityBasis } from "./capacity.ts";
import { getChunkDetail } from "./chunk-detail.ts";
import { listChunks } from "./chunks.ts";
import { getDatabaseOverview } from "./database.ts";
import { getGrowth } from "./growth.ts";
import { getHypertableLayout } from "./hypertable-layout.ts";
import { listHypertables } from "./hypertables.ts";
import { listJobs } from "./jobs.ts";
import { getLifecycle } from "./lifecycle.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createApacheDatabase(async (db) => {
    const { node_id } = await insertNode(db);
    await insertMeasurements(db, node_id, { from: "2026-01-01T00:00:00Z", count: 3024, interval_seconds: 600 });
    await refreshAggregates(db);
    await compressChunks(db, "2026-01-16");
    await sql`INSERT INTO metrics VALUES ('2026-01-02 00:00:30+00', ${node_id}::uuid, 5, 100, 0)`.execute(db);
  });
});
afterAll(() => database?.drop());

it("is what it says: a call of the Community edition fails there", async () => {
  expect(await getDatabaseOverview(database.db)).toMatchObject({ edition: "apache" });
  await expect(sql`SELECT add_retention_policy('nodes', INTERVAL '1 day')`.execute(database.db)).rejects.toMatchObject({
    code: "0A000",
  });
});

describe("what the Community edition left there", () => {
  it("chunks, sizes and compression are as they are; rows that cannot be told are not zero", async () => {
    const { db } = database;
    const hypertables = await listHypertables(db);
    const metrics = hypertables.find(({ hypertable_name }) => hypertable_name === "metrics");
    const { rows } = await sql<{ total_bytes: number }>`
      SELECT (SELECT sum(pg_total_relation_size(format('%I.%I', schema_name, table_name)::regclass))
              FROM _timescaledb_catalog.chunk c
              WHERE c.hypertable_id IN (h.id, h.compressed_hypertable_id))
             + pg_total_relation_size('metrics') AS total_bytes
      FROM _timescaledb_catalog.hypertable h WHERE h.table_name = 'metrics'`.execute(db);
    expect(metrics).toMatchObject({ chunk_count: 3, compressed_chunk_count: 2, total_bytes: rows[0]?.total_bytes });
    expect(metrics?.row_count_estimate).toBeNull();
    const chunks = await listChunks(db, { hypertable_name: "metrics", limit: 10 });
    expect(chunks.map(({ state }) => state)).toEqual(["row", "compressed", "partial"]);
    const detail = await getChunkDetail(db, { hypertable_name: "metrics", chunk_name: chunks[1]?.chunk_name });
    expect(detail.chunk).toEqual(chunks[1]);
    expect((await getHypertableLayout(db, { hypertable_name: "metrics" })).indexes).toHaveLength(2);
  });

  it("aggregates have what they have, and no window is promised to be refreshed", async () => {
    const aggregates = await listAggregates(database.db);
    expect(aggregates).toHaveLength(4);
    for (const { materialized_state, window } of aggregates) {
      expect(materialized_state).toBe("known");
      expect(window?.scheduled).toBe(false);
    }
  });

  it("no job is said to run: not on the list, not by the runner, not in the lane, not in a projection", async () => {
    const { db } = database;
    for (const job of await listJobs(db)) expect(job.state).toBe("not_available");
    const { jobs } = await getJudgement(db);
    expect(runnerText(jobs.runner)).toBe("nobody runs them: the Apache edition runs no policies");
    for (const { condition, verdict } of jobs.items)
      expect([condition, verdict]).toEqual(["not_available", "attention"]);
    const lane = await getLifecycle(db, { hypertable_name: "metrics" });
    expect(lane.edges.map(({ scheduled }) => scheduled)).toEqual([false, false]);
    expect(lane.collisions.filter(({ severity }) => severity === "bad")).toEqual([]);
    expect(scenarioInForce(await getCapacityBasis(db))).toMatchObject({
      compress_after_seconds: null,
      retain_seconds: null,
    });
    expect(await getGrowth(db, { now: new Date() })).toMatchObject({ edition: "apache", last_sample_at: null });
  });

  it("the doctor has one critical finding of it, and none whose SQL this edition refuses", async () => {
    const { advice } = await getJudgement(database.db);
    expect(advice.items.filter(({ severity }) => severity === "critical").map(({ rule }) => rule)).toEqual([
      "edition_runs_no_jobs",
    ]);
    const sqls = advice.items.flatMap(({ sql: text }) => text ?? []).join("\n");
    expect(sqls).not.toMatch(/run_job|alter_job|compress_chunk|refresh_continuous_aggregate|_policy\(/);
    expect(advice.items.find(({ rule }) => rule === "late_rows")).toMatchObject({ sql: null });
    expect(advice.unjudged.map(({ subject }) => subject)).toContain("policies and aggregates");
  });

  it("the role that may only read is told the same", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      const [own, seen] = [await getJudgement(database.db), await getJudgement(reader)];
      expect(seen.advice.items.map(({ rule }) => rule)).toEqual(own.advice.items.map(({ rule }) => rule));
    } finally {
      await reader.destroy();
    }
  });
});

describe("a database that never had any of it", () => {
  beforeAll(async () => {
    const { db } = database;
    for (const view of [
      "aggregates_daily_latency",
      "aggregates_hourly_latency",
      "aggregates_daily",
      "aggregates_hourly",
    ])
      await sql`DROP MATERIALIZED VIEW ${sql.id(view)} CASCADE`.execute(db);
    await sql`DROP SCHEMA fiber CASCADE`.execute(db);
    await sql`DROP TABLE metrics CASCADE`.execute(db);
    await sql`CREATE TABLE plain (time timestamptz NOT NULL, value real)`.execute(db);
    await sql`SELECT create_hypertable('plain', 'time', chunk_time_interval => INTERVAL '7 days')`.execute(db);
    await sql`INSERT INTO plain SELECT t, 1 FROM generate_series(now() - INTERVAL '30 days', now(), '1 hour') t`.execute(
      db,
    );
  });

  it("has no policy and no aggregate, which is told as the edition's, and nothing to mend", async () => {
    const { db } = database;
    expect(await listAggregates(db)).toEqual([]);
    expect((await listJobs(db)).filter(({ target }) => target !== null)).toEqual([]);
    const { advice } = await getJudgement(db);
    expect(advice.items.filter(({ severity }) => severity !== "notice")).toEqual([]);
    expect(advice.unjudged[0]).toEqual({
      subject: "policies and aggregates",
      reason: "The Apache edition has neither: nothing compresses, refreshes or drops by itself.",
    });
    expect((await getLifecycle(db, { hypertable_name: "plain" })).edges).toEqual([]);
    expect(await getHypertableLayout(db, { hypertable_name: "plain" })).toMatchObject({ aggregates: [] });
  });
});
