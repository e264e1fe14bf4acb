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
import type { Aggregate } from "#lib/model/storage.ts";
import { listAggregates } from "./aggregates.ts";

let database: TestDatabase;
let db: Kysely<Database>;

const find = async (name: string, from = db): Promise<Aggregate> => {
  const found = (await listAggregates(from)).find((item) => item.view_name === name);
  if (!found) throw new Error(`No aggregate ${name}.`);
  return found;
};

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  db = database.db;
});
afterAll(() => database?.drop());

it("tells what each is built on, its mode, bucket and promise", async () => {
  const seen = (await listAggregates(db)).map(
    ({ view_name, source_name, real_time, bucket_seconds, promised_seconds }) => ({
      view_name,
      source_name,
      real_time,
      bucket_seconds,
      promised_seconds,
    }),
  );
  const hours = (n: number) => n * 3600;
  // The promise: end offset 1 hour, the bucket, the schedule of 1 hour.
  expect(seen).toEqual([
    {
      view_name: "aggregates_daily",
      source_name: "metrics",
      real_time: false,
      bucket_seconds: hours(24),
      promised_seconds: hours(26),
    },
    {
      view_name: "aggregates_daily_latency",
      source_name: "aggregates_hourly_latency",
      real_time: false,
      bucket_seconds: hours(24),
      promised_seconds: hours(26),
    },
    {
      view_name: "aggregates_hourly",
      source_name: "metrics",
      real_time: true,
      bucket_seconds: hours(1),
      promised_seconds: hours(3),
    },
    {
      view_name: "aggregates_hourly_latency",
      source_name: "metrics",
      real_time: true,
      bucket_seconds: hours(1),
      promised_seconds: hours(3),
    },
  ]);
});

it("says that nothing is materialized, which is neither unknown nor an age", async () => {
  expect(await find("aggregates_hourly")).toMatchObject({
    materialized_state: "nothing",
    materialized_until: null,
    behind_seconds: null,
  });
});

describe("once refreshed", () => {
  beforeAll(async () => {
    const { node_id } = await insertNode(db);
    await insertMeasurements(db, node_id, { from: "2026-01-01T00:00:00Z", count: 2880 });
    await refreshAggregates(db);
  });

  it("is materialized to the end of its newest bucket", async () => {
    const aggregate = await find("aggregates_hourly");
    const { rows } = await sql<{ until: string; behind: number; bytes: number; source: string; stored: string }>`
      SELECT max(bucket) + INTERVAL '1 hour' AS until, extract(epoch FROM now() - max(bucket) - INTERVAL '1 hour') AS behind,
             hypertable_size('aggregates_hourly') AS bytes,
             (SELECT min(range_start) FROM timescaledb_information.chunks WHERE hypertable_name = 'metrics') AS source,
             (SELECT min(c.range_start) FROM timescaledb_information.chunks c
              JOIN timescaledb_information.continuous_aggregates a
                ON (c.hypertable_schema, c.hypertable_name)
                 = (a.materialization_hypertable_schema, a.materialization_hypertable_name)
              WHERE a.view_name = 'aggregates_hourly') AS stored
      FROM aggregates_hourly`.execute(db);
    expect(aggregate).toMatchObject({ source_from: rows[0]?.source, stored_from: rows[0]?.stored });
    expect(aggregate).toMatchObject({ materialized_state: "known", materialized_until: rows[0]?.until });
    expect(aggregate.materialized_until).toBe("2026-01-03T00:00:00Z");
    expect(Math.abs((aggregate.behind_seconds ?? 0) - (rows[0]?.behind ?? 0))).toBeLessThan(30);
    expect(aggregate.total_bytes).toBe(rows[0]?.bytes);
  });

  it("waits for what TimescaleDB noted of itself and of its source, each once", async () => {
    await sql`INSERT INTO metrics SELECT '2026-01-01 05:00:30+00', node_id, 5, 100, 0 FROM nodes`.execute(db);
    await sql`CALL refresh_continuous_aggregate('aggregates_hourly', '2026-01-02', '2026-01-03')`.execute(db);
    await sql`INSERT INTO metrics SELECT '2026-01-01 09:00:30+00', node_id, 5, 100, 0 FROM nodes`.execute(db);
    const { rows } = await sql<{ noted: number; changed: number; from: string }>`
      SELECT (SELECT count(*) FROM _timescaledb_catalog.continuous_aggs_materialization_invalidation_log l
              WHERE l.materialization_id = a.mat_hypertable_id AND l.greatest_modified_value > -62135596800000000) AS noted,
             (SELECT count(*) FROM _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log l
              WHERE l.hypertable_id = a.raw_hypertable_id) AS changed,
             (SELECT to_timestamp(min(l.lowest_modified_value) / 1e6) FROM _timescaledb_catalog.continuous_aggs_materialization_invalidation_log l
              WHERE l.materialization_id = a.mat_hypertable_id AND l.lowest_modified_value > -62135596800000000) AS from
      FROM _timescaledb_catalog.continuous_agg a WHERE a.user_view_name = 'aggregates_hourly'`.execute(db);
    const { noted = 0, changed = 0, from } = rows[0] ?? {};
    const { pending, pending_count } = await find("aggregates_hourly");
    expect(changed).toBeGreaterThan(0);
    expect(pending_count).toBe(noted + changed);
    expect(pending?.filter(({ kind }) => kind === "aggregate")).toHaveLength(noted);
    expect(pending?.filter(({ kind }) => kind === "source")).toHaveLength(changed);
    const told = pending?.find((range) => range.kind === "aggregate" && range.from !== null);
    expect(Date.parse(told?.from ?? "")).toBe(Date.parse(from ?? ""));
    await refreshAggregates(db);
  });

  it("tells the reader the same", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    const withoutAge = (items: Aggregate[]) => items.map(({ behind_seconds: _age, ...item }) => item);
    try {
      const seen = await reader
        .transaction()
        .setAccessMode("read only")
        .execute((transaction) => listAggregates(transaction));
      expect(withoutAge(seen)).toEqual(withoutAge(await listAggregates(db)));
    } finally {
      await reader.destroy();
    }
  });
});

describe("aggregates that are not ours", () => {
  beforeAll(async () => {
    await sql`CREATE SCHEMA elsewhere`.execute(db);
    await sql`CREATE TABLE elsewhere.steps (step bigint NOT NULL, value integer)`.execute(db);
    await sql`SELECT create_hypertable('elsewhere.steps', 'step', chunk_time_interval => 1000)`.execute(db);
    await sql`CREATE FUNCTION elsewhere.now() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 5000::bigint'`.execute(db);
    await sql`SELECT set_integer_now_func('elsewhere.steps', 'elsewhere.now')`.execute(db);
    await sql`CREATE MATERIALIZED VIEW elsewhere.by_hundred WITH (timescaledb.continuous) AS
      SELECT time_bucket(100, step) AS bucket, count(*) FROM elsewhere.steps GROUP BY 1 WITH NO DATA`.execute(db);
    await sql`SELECT add_continuous_aggregate_policy('elsewhere.by_hundred', 1000, 100, INTERVAL '1 hour')`.execute(db);
    await sql`CREATE MATERIALIZED VIEW elsewhere.secret WITH (timescaledb.continuous) AS
      SELECT time_bucket(INTERVAL '1 month', time) AS bucket, count(*) FROM public.metrics GROUP BY 1`.execute(db);
  });

  it("has no seconds for an aggregate over integers", async () => {
    expect(await find("by_hundred")).toMatchObject({
      bucket_seconds: null,
      promised_seconds: null,
      materialized_until: null,
      behind_seconds: null,
      materialized_state: "not_available",
    });
  });

  it("says not permitted, not nothing, where this role may not read the view", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      expect(await find("secret")).toMatchObject({ materialized_state: "known", bucket_seconds: 30 * 86_400 });
      expect(await find("secret", reader)).toMatchObject({
        materialized_state: "not_permitted",
        view_schema: "elsewhere",
      });
    } finally {
      await reader.destroy();
    }
  });
});
