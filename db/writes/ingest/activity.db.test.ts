import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import { getIngestActivity, getIngestTotals } from "#db/queries/ingest-activity.ts";
import { listIngestRejects } from "#db/queries/ingest-rejects.ts";
import { listLateDays } from "#db/queries/late-days.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import { refreshLate } from "#db/writes/late.ts";
import { KEPT_TEXT_MAX_LENGTH } from "#lib/ingest/kept-text.ts";
import type { IngestResult } from "#lib/model/ingest.ts";
import type { IngestSource } from "#lib/model/ingest-activity.ts";
import {
  type ActivityLog,
  createActivityLog,
  keepActivity,
  REJECTS_KEPT,
  REJECTS_KEPT_EACH,
  trimActivity,
} from "./activity.ts";
import { createIngest, ingestLimits } from "./index.ts";

const MINUTE = 60_000;
let database: TestDatabase;
let writer: Kysely<Database>;
let reader: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  writer = createDatabase({ url: database.url, access: "writer", max: 4 });
  reader = createDatabase({ url: database.url, access: "reader" });
});
afterAll(async () => {
  await writer?.destroy();
  await reader?.destroy();
  await database?.drop();
});

const token = (name: string): IngestSource => ({ kind: "token", key: `id of ${name}`, name });
const lines = (...texts: string[]) =>
  (async function* () {
    yield new TextEncoder().encode(texts.join("\n"));
  })();
const line = (node: string, time: number, more = "") => `m,node_name=${node}${more} latency_ms=10 ${time}`;

const run = async (log: ActivityLog, source: IngestSource, ...texts: string[]): Promise<IngestResult> => {
  const limits = await ingestLimits(writer);
  const ingest = keepActivity(log, { source, format: "influx" }, (observer) =>
    createIngest(writer, limits, { format: "influx", precision: "ms", ...observer }),
  );
  return ingest.run(lines(...texts));
};

/** As one process: a log of its own. */
const send = async (source: IngestSource, ...texts: string[]): Promise<void> => {
  const log = createActivityLog(writer);
  await run(log, source, ...texts);
  await log.flush();
};

const activity = () => {
  const now = new Date();
  return getIngestActivity(reader, { from: new Date(now.getTime() - 10 * MINUTE), to: now, now });
};

test("several processes count into the same rows, per token; lag and batch times are kept; late days are seen", async () => {
  const now = Date.now();
  const texts = [line("a", now - MINUTE), line("a", now - 2 * MINUTE), "nonsense", line("b", now - 3 * MINUTE)];
  await Promise.all([1, 2, 3].map((sender) => send(token("edge"), ...texts, line(`c${sender}`, now))));
  await send(
    token("late"),
    line("a", now - 40 * 86_400_000),
    line("a", now - MINUTE, ",region=eu"),
    "m latency_ms=1 1",
  );
  const { total, sources, points, rejections, counted_by_seconds, last_at } = await activity();
  expect(counted_by_seconds).toBe(60);
  expect(last_at).not.toBeNull();
  expect(total).toMatchObject({ accepted: 7, duplicates: 7, rejected: 4, batches: 4, bodies: 4, failed_bodies: 0 });
  expect(total.lag_counts.reduce((sum, count) => sum + count, 0)).toBe(14);
  expect(total.batch_counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(total.lag_ms_max).toBeGreaterThanOrEqual(40 * 86_400_000);
  expect(points.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(7);
  expect(sources.map(({ kind, name, accepted, rejected }) => ({ kind, name, accepted, rejected }))).toEqual([
    { kind: "token", name: "edge", accepted: 6, rejected: 3 },
    { kind: "token", name: "late", accepted: 1, rejected: 1 },
  ]);
  expect(rejections).toEqual([
    { field: "line", reason: "malformed", lines: 3 },
    { field: "node_name", reason: "missing", lines: 1 },
  ]);
  const waiting = await listLateDays(reader, { now: new Date() });
  expect(waiting).toMatchObject({ waiting_days: 1, waiting_rows: 1, refreshed_days: 0 });
  expect(waiting.items).toMatchObject([{ late_rows: 1, refreshed_at: null }]);
  await refreshLate(database.db);
  const done = await listLateDays(reader, { now: new Date() });
  expect(done).toMatchObject({ waiting_days: 0, refreshed_days: 1, items: [{ late_rows: 1, waiting_since: null }] });
});

test("a node that is told of another region is a conflict that can be seen", async () => {
  const now = Date.now();
  await send(token("edge"), line("r", now - MINUTE, ",region=eu"), line("r", now - 2 * MINUTE, ",region=us"));
  await send(token("edge"), line("r", now - 3 * MINUTE, ",region=us"));
  const { conflicts } = await listIngestRejects(reader, { now: new Date() });
  expect(conflicts).toMatchObject([
    { node_name: "r", region: "eu", other_region: "us", rows: 2, source: { kind: "token", name: "edge" } },
  ]);
});

test("refused lines are kept with their text and reason: bounded in number and length, without secrets", async () => {
  const secret = `fbr_${"x".repeat(43)}`;
  await send(token("secret"), `m,node_name=a,token=${secret} latency_ms=-1`, `q${"y".repeat(5_000)}`);
  for (let round = 0; round < 4; round += 1)
    await send(token("noisy"), ...Array.from({ length: 60 }, (_, at) => `m,node_name=n${at} latency_ms=-${round + 1}`));
  const { items } = await listIngestRejects(reader, { now: new Date() });
  const of = (name: string) => items.filter(({ source }) => source.name === name);
  expect(of("noisy")).toHaveLength(REJECTS_KEPT_EACH);
  expect(of("noisy")[0]).toMatchObject({ format: "influx", field: "latency_ms", reason: "out_of_range" });
  expect(of("noisy")[0]?.text).toContain("latency_ms=-4");
  expect(JSON.stringify(items)).not.toContain("xxxx");
  const long = of("secret").find(({ text }) => text?.startsWith("qy"));
  expect(long?.text?.length).toBe(KEPT_TEXT_MAX_LENGTH);
  expect(long?.text_length).toBe(5_001);
  const { sources } = await activity();
  expect(sources.find(({ name }) => name === "noisy")?.rejections).toEqual([
    { field: "latency_ms", reason: "out_of_range", lines: 240 },
  ]);
  const log = createActivityLog(writer);
  for (let sender = 0; sender < 42; sender += 1)
    await run(log, token(`sender ${sender}`), ...Array.from({ length: 50 }, () => "nonsense"));
  await log.flush();
  const { n } = await database.db
    .selectFrom("fiber.ingest_rejects")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  expect(n).toBe(REJECTS_KEPT);
});

test("a body that cannot be read as a whole is counted and kept; its error still reaches the sender", async () => {
  const log = createActivityLog(writer);
  const limits = await ingestLimits(writer);
  const ingest = keepActivity(log, { source: token("header"), format: "csv" }, (observer) =>
    createIngest(writer, limits, { format: "csv", ...observer }),
  );
  await expect(ingest.run(lines("colour,shape", "red,round"))).rejects.toMatchObject({ kind: "invalid_input" });
  await log.flush();
  const { sources } = await activity();
  expect(sources.find(({ name }) => name === "header")).toMatchObject({ bodies: 0, failed_bodies: 1 });
  const { items } = await listIngestRejects(reader, { now: new Date() });
  expect(items[0]).toMatchObject({ source: { name: "header" }, field: "body", reason: "body", text: null });
});

test("what could not be stored is told and counted the next time, and no row suffers", async () => {
  const failures: unknown[] = [];
  const log = createActivityLog(writer, (error) => failures.push(error));
  const counted = async () => (await activity()).sources.find(({ name }) => name === "away")?.accepted;
  await sql`REVOKE INSERT ON fiber.ingest_sources FROM fiber_writer`.execute(database.db);
  const { accepted } = await run(log, token("away"), line("away", Date.now()));
  await log.flush();
  expect({ accepted, failures: failures.length, counted: await counted() }).toEqual({ accepted: 1, failures: 1 });
  await sql`GRANT INSERT ON fiber.ingest_sources TO fiber_writer`.execute(database.db);
  await log.flush();
  expect(await counted()).toBe(1);
});

test("minutes go after two days, hours after a hundred, what was since ever stays until its sender is forgotten", async () => {
  await send(token("old"), line("old", Date.now()));
  const { source_id } = await database.db
    .selectFrom("fiber.ingest_sources")
    .select("source_id")
    .where("name", "=", "old")
    .executeTakeFirstOrThrow();
  const own = (table: "fiber.ingest_counts") => database.db.updateTable(table).where("source_id", "=", source_id);
  const kept = async () =>
    (
      await database.db
        .selectFrom("fiber.ingest_counts")
        .select("bucket_seconds")
        .where("source_id", "=", source_id)
        .orderBy("bucket_seconds")
        .execute()
    ).map(({ bucket_seconds }) => bucket_seconds);
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  await own("fiber.ingest_counts")
    .set({ bucket: ago(3) })
    .where("bucket_seconds", ">", 0)
    .execute();
  await trimActivity(writer);
  expect(await kept()).toEqual([0, 3600]);
  await own("fiber.ingest_counts")
    .set({ bucket: ago(101) })
    .where("bucket_seconds", ">", 0)
    .execute();
  await trimActivity(writer);
  expect(await kept()).toEqual([0]);
  expect((await getIngestTotals(reader)).sources.some(({ name }) => name === "old")).toBe(true);
  await database.db
    .updateTable("fiber.ingest_sources")
    .set({ last_at: ago(101) })
    .where("name", "=", "old")
    .execute();
  await trimActivity(writer);
  expect((await getIngestTotals(reader)).sources.some(({ name }) => name === "old")).toBe(false);
});
