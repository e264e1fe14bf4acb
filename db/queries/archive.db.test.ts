import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "#db/testing/index.ts";
import { getJudgement } from "./advisor.ts";
import { listHypertables } from "./hypertables.ts";
import { getLifecycle } from "./lifecycle.ts";

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

let database: TestDatabase;
let db: Kysely<Database>;
let reader: Kysely<Database>;
let retention: number;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  db = database.db;
  reader = createDatabase({ url: database.url, access: "reader", max: 1 });
  const { node_id } = await insertNode(db, { interval_seconds: 3600 });
  await insertMeasurements(db, node_id, { from: daysAgo(40), count: 40 * 24, interval_seconds: 3600 });
  const { items } = (await getJudgement(db)).jobs;
  retention = items.find(({ kind, target }) => kind === "retention" && target === "metrics")!.job_id;
  await sql`SELECT alter_job(${retention}, scheduled => true)`.execute(db);
});
afterAll(async () => {
  await reader?.destroy();
  await database?.drop();
});

const findByRule = async (rule: string) => (await getJudgement(reader)).advice.items.find((item) => item.rule === rule);

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
