import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import { getServerHealth, positionBehind } from "./server-health.ts";

let database: TestDatabase;
let db: Kysely<Database>;

const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T> => (await query.execute(db)).rows[0] as T;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database?.drop());

it("tells what the server's own views tell", async () => {
  const health = await getServerHealth(db);
  const archiver = await one(sql`
    SELECT current_setting('archive_mode') AS mode, archived_count, failed_count, last_archived_wal, last_failed_wal
    FROM pg_stat_archiver`);
  expect(health.archiving).toMatchObject(archiver as object);
  const plain = await one(sql<{ age: number; allowed: number; chunks: number; jobs: number; size: number }>`
    SELECT coalesce((SELECT max(age(datfrozenxid)) FROM pg_database WHERE age(datfrozenxid) < 2147483647),
                    (SELECT max(age(relfrozenxid)) FROM pg_class WHERE relfrozenxid <> '0')) AS age, current_setting('max_connections')::int AS allowed,
           (SELECT count(*) FROM timescaledb_information.chunks) AS chunks,
           (SELECT count(*) FROM timescaledb_information.jobs WHERE scheduled) AS jobs,
           pg_database_size(current_database()) AS size`);
  // Other tests use transaction ids of the same server meanwhile.
  expect(Math.abs(health.wraparound.age - plain.age)).toBeLessThan(1000);
  expect(health.connections.allowed).toBe(plain.allowed);
  expect(health.chunk_count).toBe(plain.chunks);
  expect(health.workers.job_count).toBe(plain.jobs);
  expect(Math.abs((health.database_bytes ?? 0) - plain.size)).toBeLessThan(1024 * 1024);
  expect(health.in_recovery).toBe(false);
  expect(health.timescaledb_version).not.toBeNull();
});

it("knows up to where a file of the write-ahead log reaches, as the server itself names its files", async () => {
  const positions = ["0/1", "0/1234567", "1/23456789", "A/FF000001", "1A2B3/C4D5E6F7"];
  const { rows } = await sql<{ position: number; segment: number; behind: number }>`
    SELECT pg_wal_lsn_diff(p::pg_lsn, '0/0') AS position, pg_size_bytes(current_setting('wal_segment_size')) AS segment,
           ${positionBehind(sql`pg_walfile_name(p::pg_lsn)`)} AS behind
    FROM unnest(${positions}::text[]) p`.execute(db);
  expect(rows).toHaveLength(positions.length);
  for (const { position, segment, behind } of rows) expect(behind).toBe((Math.floor(position / segment) + 1) * segment);
});

it("adds up dead and live rows as the views do, and counts pages that were found or read", async () => {
  const pages = () =>
    one(sql<{ hits: number; reads: number }>`
    SELECT blks_hit AS hits, blks_read AS reads FROM pg_stat_database WHERE datname = current_database()`);
  const rows = () =>
    one(sql<{ dead_rows: number; live_rows: number; worst_dead_rows: number }>`
    SELECT sum(n_dead_tup) AS dead_rows, sum(n_live_tup) AS live_rows, max(n_dead_tup) AS worst_dead_rows FROM pg_stat_all_tables s
    JOIN (SELECT oid FROM pg_class WHERE relkind = 'r' ORDER BY relpages DESC LIMIT 200) c ON c.oid = s.relid`);
  const first = await rows();
  const [before, { vacuum, cache }, after] = [await pages(), await getServerHealth(db), await pages()];
  const last = await rows();
  for (const kind of ["hits", "reads"] as const) {
    expect(cache[kind]).toBeGreaterThanOrEqual(before[kind]);
    expect(cache[kind]).toBeLessThanOrEqual(after[kind]);
  }
  // A server adds them up in its own time: perhaps between two of the three looks.
  for (const kind of ["dead_rows", "live_rows", "worst_dead_rows"] as const) {
    expect(vacuum[kind]).toBeGreaterThanOrEqual(Math.min(first[kind], last[kind]));
    expect(vacuum[kind]).toBeLessThanOrEqual(Math.max(first[kind], last[kind]));
  }
});

it("reads every setting that the rules judge and the server has, with its unit", async () => {
  const { settings } = await getServerHealth(db);
  const byName = new Map(settings.map((setting) => [setting.name, setting]));
  const { shown } = await one(sql<{ shown: string }>`SELECT current_setting('shared_buffers') AS shown`);
  expect(byName.get("shared_buffers")).toMatchObject({ shown, unit: "8kB" });
  for (const name of ["autovacuum", "jit", "max_worker_processes", "timescaledb.license"])
    expect(byName.has(name)).toBe(true);
});

it("shows the reader others' sessions through the owner's function, and null with the reason where it is taken away", async () => {
  const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
  try {
    const seen = await getServerHealth(reader);
    expect(seen.sees_activity).toBe(true);
    expect(seen.connections.idle_in_transaction).toBeGreaterThanOrEqual(0);
    expect(seen.replicas).toEqual((await getServerHealth(db)).replicas);
    await sql`REVOKE EXECUTE ON FUNCTION fiber.server_activity() FROM fiber_reader`.execute(db);
    const blind = await getServerHealth(reader);
    expect(blind.sees_activity).toBe(false);
    expect(blind.longest_transaction).toBeNull();
    expect(blind.connections.idle_in_transaction).toBeNull();
    expect(blind.connections.used).toBeGreaterThanOrEqual(0);
    expect(blind.settings.length).toBeGreaterThan(10);
  } finally {
    await sql`GRANT EXECUTE ON FUNCTION fiber.server_activity() TO fiber_reader`.execute(db);
    await reader.destroy();
  }
});

it("tells the reader of another's open transaction, without its statement", async () => {
  const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
  const other = createDatabase({ url: database.url, access: "owner", max: 1 });
  const askReader = async () => (await getServerHealth(reader)).longest_transaction;
  try {
    // The embedded database works in one session, the one that asks: nobody else's can be open.
    if ((await getServerHealth(db)).embedded) return expect(await askReader()).toBeNull();
    await other.transaction().execute(async (transaction) => {
      await sql`SELECT 'a secret'`.execute(transaction);
      const told = await askReader();
      expect(Object.keys(told ?? {}).toSorted()).toEqual(["application_name", "pid", "role", "seconds", "state"]);
    });
  } finally {
    await Promise.all([reader.destroy(), other.destroy()]);
  }
});
