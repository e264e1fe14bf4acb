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
import type { Lifecycle } from "#lib/model/lifecycle.ts";
import { getJudgement } from "./advisor.ts";
import { listHypertables } from "./hypertables.ts";
import { getLifecycle } from "./lifecycle.ts";

const DAY = 86_400_000;
let database: TestDatabase;
let db: Kysely<Database>;
let node_id: string;

const lifecycle = (name = "metrics") => getLifecycle(db, { hypertable_name: name });
const kinds = (of: Lifecycle, aggregate: string | null) =>
  of.collisions.filter((collision) => collision.aggregate === aggregate).map(({ kind }) => kind);
const daysAgo = (days: number) => new Date(Math.floor(Date.now() / DAY) * DAY - days * DAY).toISOString();
const compress = (older_than: string) =>
  sql`SELECT compress_chunk(c) FROM show_chunks('metrics', older_than => ${older_than}::interval) c`.execute(db);

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  db = database.db;
  ({ node_id } = await insertNode(db));
  await insertMeasurements(db, node_id, { from: daysAgo(40), count: 40 * 24, interval_seconds: 3600 });
  await refreshAggregates(db);
  await compress("3 days");
});
afterAll(() => database?.drop());

it("shows chunks, lines, windows and coverage, and nothing that collides when all is done", async () => {
  const of = await lifecycle();
  const { rows } = await sql<{ chunks: number; bytes: number; packed_rows: number; before_bytes: number }>`
    SELECT count(*) AS chunks, sum(total_bytes) AS bytes,
           (SELECT count(*) FROM metrics WHERE time < (SELECT max(range_end) FROM timescaledb_information.chunks
                                                       WHERE hypertable_name = 'metrics' AND is_compressed)) AS packed_rows,
           (SELECT sum(before_compression_total_bytes) FROM chunk_compression_stats('metrics')) AS before_bytes
    FROM chunks_detailed_size('metrics')`.execute(db);
  const packed = of.blocks.filter(({ state }) => state === "compressed");
  expect(packed.reduce((sum, block) => sum + (block.before_bytes ?? 0), 0)).toBe(rows[0]?.before_bytes);
  expect(packed.reduce((sum, block) => sum + (block.row_count ?? 0), 0)).toBe(rows[0]?.packed_rows);
  expect(packed.map(({ late_rows }) => late_rows)).toEqual(packed.map(() => 0));
  expect(of.blocks.reduce((sum, block) => sum + block.total_bytes, 0)).toBe(rows[0]?.bytes);
  expect(of.chunk_count).toBe(rows[0]?.chunks);
  expect(of.edges.map(({ kind, after_seconds }) => [kind, after_seconds])).toEqual([
    ["compression", 3 * 86_400],
    ["retention", 90 * 86_400],
  ]);
  const hourly = of.aggregates.find(({ view_name }) => view_name === "aggregates_hourly");
  expect(hourly?.holes).toEqual([]);
  expect(hourly?.window).toEqual({ from_ms: of.now_ms - 3 * DAY, to_ms: of.now_ms - 3_600_000 });
  expect(of.collisions.filter(({ severity }) => severity !== "note")).toEqual([]);
});

it("shows late rows, and the holes they leave where no run refreshes", async () => {
  const late = daysAgo(20);
  await sql`INSERT INTO metrics VALUES (${late}::timestamptz + interval '90 seconds', ${node_id}::uuid, 5, 100, 0)`.execute(
    db,
  );
  const of = await lifecycle();
  expect(kinds(of, null)).toEqual(["late_rows"]);
  expect(of.blocks.filter(({ state }) => state === "partial")).toHaveLength(1);
  const hourly = of.aggregates.find(({ view_name }) => view_name === "aggregates_hourly");
  const from_ms = Date.parse(late);
  expect(hourly?.holes).toEqual([{ from_ms, to_ms: from_ms + 3_600_000, reach: "never" }]);
  expect(kinds(of, "aggregates_hourly")).toContain("hole_out_of_reach");
  const daily = of.aggregates.find(({ view_name }) => view_name === "aggregates_daily");
  expect(daily?.holes?.[0]).toEqual({ from_ms, to_ms: from_ms + DAY, reach: "never" });
});

it("tells when retention will take what was not refreshed, and when a refresh reaches past it", async () => {
  await sql`SELECT remove_retention_policy('metrics')`.execute(db);
  await sql`SELECT add_retention_policy('metrics', INTERVAL '15 days')`.execute(db);
  await sql`SELECT remove_continuous_aggregate_policy('aggregates_daily')`.execute(db);
  await sql`SELECT add_continuous_aggregate_policy('aggregates_daily', INTERVAL '30 days', INTERVAL '1 hour', INTERVAL '1 hour')`.execute(
    db,
  );
  const of = await lifecycle();
  expect(of.collisions[0]?.severity).toBe("bad");
  expect(kinds(of, "aggregates_hourly")).toContain("retention_before_refresh");
  expect(kinds(of, "aggregates_daily")).toContain("refresh_beyond_retention");
});

it("says of what a policy left undone what the doctor says of it, from its turn on and not before", async () => {
  const both = async () => {
    const { items } = (await getJudgement(db)).jobs;
    const job = items.find(({ kind, target }) => kind === "retention" && target === "metrics");
    const lane = (await lifecycle()).collisions.find(({ kind }) => kind === "retention_overdue");
    return [job?.verdict_text ?? "", lane?.title];
  };
  const [due, silent] = await both();
  expect(due).toMatch(/^\d chunks? due, dropped/);
  expect(silent).toBeUndefined();
  // As old as their rows: a turn does not come before the chunk.
  await sql`UPDATE _timescaledb_catalog.chunk SET creation_time = creation_time - INTERVAL '40 days'`.execute(db);
  const { rows } = await sql<{ due: number }>`
    SELECT count(*) AS due FROM show_chunks('metrics', older_than => INTERVAL '15 days')`.execute(db);
  const [overdue, told] = await both();
  expect(overdue).toContain(`${rows[0]?.due} chunks not dropped`);
  expect(overdue).toMatch(/^\d chunks? not dropped, the oldest \d+ d/);
  expect(told).toBe(overdue);
});

it("is rid of them once they are mended", async () => {
  await refreshAggregates(db);
  await compress("3 days");
  const { rows } = await sql<{ job_id: number }>`
    SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = 'policy_retention' AND hypertable_name = 'metrics'`.execute(
    db,
  );
  await sql.raw(`CALL run_job(${rows[0]?.job_id})`).execute(db);
  const of = await lifecycle();
  expect(of.aggregates.flatMap(({ holes }) => holes)).toEqual([]);
  expect(kinds(of, null)).toEqual([]);
  expect(kinds(of, "aggregates_hourly").filter((kind) => kind !== "refresh_reads_compressed")).toEqual([]);
});

it("shows an aggregate's own chunks with its own coverage first", async () => {
  const of = await lifecycle("aggregates_hourly_latency");
  expect(of.aggregates.map(({ view_name, own }) => [view_name, own])).toEqual([
    ["aggregates_hourly_latency", true],
    ["aggregates_daily_latency", false],
  ]);
  expect(of.hypertable_name).toMatch(/^_materialized_hypertable_/);
  await expect(lifecycle("nodes")).rejects.toMatchObject({ kind: "not_found" });
});

describe("the archive", () => {
  let reader: Kysely<Database>;
  let retention: number;
  beforeAll(async () => {
    reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    // What retention took above is there again.
    const other = await insertNode(db);
    await insertMeasurements(db, other.node_id, { from: daysAgo(40), count: 25 * 24, interval_seconds: 3600 });
    const { items } = (await getJudgement(db)).jobs;
    retention = items.find(({ kind, target }) => kind === "retention" && target === "metrics")!.job_id;
    await sql`SELECT alter_job(${retention}, scheduled => true)`.execute(db);
  });
  afterAll(() => reader?.destroy());

  const findByRule = async (rule: string) =>
    (await getJudgement(reader)).advice.items.find((item) => item.rule === rule);

  const dropAfter = (age: string) =>
    sql`SELECT alter_job(${retention}, config => jsonb_set(config, '{drop_after}', to_jsonb(${age}::text)))
      FROM timescaledb_information.jobs WHERE job_id = ${retention}`.execute(db);

  /** What an archiver writes for the chunks of metrics that end that many days ago or more; gives how many. */
  const archive = async (days: number): Promise<number> => {
    const { rows } = await sql`
      INSERT INTO fiber.archived_chunks (chunk_schema, chunk_name, hypertable_schema, hypertable_name, range_start, range_end,
                                         row_count, chunk_bytes, archive_bytes, location, checksum)
      SELECT chunk_schema, chunk_name, hypertable_schema, hypertable_name, range_start, range_end, 100, 4096, 512,
             'file:///archive/' || chunk_name || '.parquet', 'sha256:' || repeat('0', 64)
      FROM timescaledb_information.chunks WHERE hypertable_name = 'metrics' AND range_end < now() - ${days} * INTERVAL '1 day'
      ON CONFLICT DO NOTHING RETURNING chunk_name`.execute(db);
    return rows.length;
  };

  it("counts what the archive holds, and says of what retention takes first; gone when that is archived too", async () => {
    await dropAfter("20 days");
    expect(await findByRule("archive_behind_retention")).toBeUndefined();
    const count = await archive(30);
    expect(count).toBeGreaterThan(0);
    const tables = await listHypertables(reader);
    const metrics = tables.find(({ hypertable_name }) => hypertable_name === "metrics");
    expect(metrics).toMatchObject({ cold_chunk_count: count, cold_bytes: 512 * count, cold_row_count: 100 * count });
    expect(tables.find((each) => each !== metrics)).toMatchObject({ cold_chunk_count: 0, cold_bytes: 0 });
    const found = await findByRule("archive_behind_retention");
    expect(found).toMatchObject({ severity: "critical", subject: "metrics", job_id: retention });
    await sql.raw(found!.sql!).execute(db);
    expect(await findByRule("archive_behind_retention")).toMatchObject({ severity: "warning", sql: null });
    await archive(0);
    expect(await findByRule("archive_behind_retention")).toBeUndefined();
  });

  it("an archive policy is held to its own age; what was dropped stays in the ledger and in the lifecycle", async () => {
    await dropAfter("90 days");
    await sql`DELETE FROM fiber.archived_chunks`.execute(db);
    await sql`INSERT INTO fiber.archive_policies VALUES ('public', 'metrics', '20 days')`.execute(db);
    expect(await findByRule("chunks_not_archived")).toMatchObject({ severity: "warning" });
    const count = await archive(20);
    expect(await findByRule("chunks_not_archived")).toBeUndefined();
    await sql`SELECT drop_chunks('metrics', older_than => now() - INTERVAL '30 days')`.execute(db);
    const archived = (await getLifecycle(reader, { hypertable_name: "metrics" })).archived ?? [];
    expect(archived).toHaveLength(count);
    const kept = archived.map((each) => each.kept);
    expect(new Set(kept)).toEqual(new Set([false, true]));
    expect(kept).toEqual(kept.toSorted());
    expect(archived[0]).toMatchObject({ row_count: 100, archive_bytes: 512, verified_at: null });
  });

  it("a ledger that may not be read is not available, which is not the same as empty", async () => {
    await sql`REVOKE SELECT ON fiber.archived_chunks FROM fiber_reader`.execute(db);
    expect((await listHypertables(reader))[0]).toMatchObject({ cold_chunk_count: null, cold_bytes: null });
    expect((await getLifecycle(reader, { hypertable_name: "metrics" })).archived).toBeNull();
    const { unjudged } = (await getJudgement(reader)).advice;
    expect(unjudged.map(({ subject }) => subject)).toContain("archive behind retention");
  });
});
