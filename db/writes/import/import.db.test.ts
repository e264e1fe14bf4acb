import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { compressChunks, createTestDatabase, runPolicies, type TestDatabase } from "#db/testing/index.ts";
import { computeDays, createFixture, type DayFigures, type Fixture, listDifferences } from "./fixture.ts";
import { type ImportOptions, importSources, type ImportSummary, type OldRows, openSource } from "./index.ts";

const DAY = 86_400_000;
const MIDNIGHT = Math.floor(Date.now() / DAY) * DAY;

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  directory = await mkdtemp(path.join(tmpdir(), "fiber-test-"));
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});
afterEach(async () => {
  await sql`TRUNCATE metrics, fiber.datasets, fiber.dataset_nodes, nodes`.execute(database.db);
});

const run = async (name: string, content: string | Uint8Array, options?: ImportOptions): Promise<ImportSummary> => {
  const file = path.join(directory, name);
  await writeFile(file, content);
  const { source, close } = await openSource(file);
  try {
    return await importSources(database.db, [source], options);
  } finally {
    await close();
  }
};

/** 5 probes over 6 days, more rows than fit into two transactions. */
const fixtureAt = (days_ago: number): Fixture =>
  createFixture({ from: MIDNIGHT - days_ago * DAY + 3_600_000, nodes: 5, count: 2_200, interval_seconds: 240 });

const listDays = async (): Promise<DayFigures[]> => {
  const { rows } = await sql<DayFigures>`
    SELECT to_char(bucket, 'YYYY-MM-DD') AS day, node_name, measurement_count, reply_count, avg_latency_ms,
           min_latency_ms, max_latency_ms, p50_latency_ms, p95_latency_ms, p99_latency_ms, avg_uptime_pct
    FROM aggregates_daily JOIN nodes USING (node_id) ORDER BY day, node_name`.execute(database.db);
  return rows;
};

const expectDays = async (expected: readonly DayFigures[]): Promise<void> => {
  expect(listDifferences(await listDays(), expected)).toEqual([]);
};

/** Everything an import may touch, as one text. */
const fingerprint = async (): Promise<string> => {
  const { rows } = await sql<{ all: string }>`
    SELECT (SELECT md5(string_agg(m::text, ',' ORDER BY node_id, time)) FROM metrics m)
        || (SELECT md5(string_agg(n::text, ',' ORDER BY node_id)) FROM nodes n)
        || (SELECT md5(string_agg(d::text, ',' ORDER BY dataset_id)) FROM fiber.datasets d)
        || (SELECT md5(string_agg(a::text, ',' ORDER BY bucket, node_id)) FROM aggregates_daily a)
        || (SELECT md5(string_agg(a::text, ',' ORDER BY bucket, node_id)) FROM aggregates_hourly a)
        || (SELECT string_agg(_timescaledb_functions.chunk_status(c)::text, ',' ORDER BY c::text)
            FROM show_chunks('public.metrics') c) AS all`.execute(database.db);
  return rows[0]?.all ?? "";
};

describe("a file is in once, with its aggregates", () => {
  test.each(["csv", "csv.gz", "ndjson", "ndjson.gz"])("%s", async (kind) => {
    const fixture = fixtureAt(40);
    const content = kind.startsWith("csv") ? fixture.csv : fixture.ndjson;
    const bytes = kind.endsWith("gz") ? gzipSync(content) : content;
    const summary = await run(`fixture.${kind}`, bytes, { credit: "someone", writers: 2 });
    expect(summary).toMatchObject({
      outcome: "done",
      rows_read: fixture.rows_read,
      accepted: fixture.rows.length,
      duplicates: fixture.repeated,
      without_reply: fixture.without_reply,
      rejected: 0,
      nodes_created: 5,
      first_time: new Date(fixture.first_time).toISOString(),
      last_time: new Date(fixture.last_time).toISOString(),
      older_than_retention: null,
      compress_after: "3 days",
    });
    expect(summary.chunks_compressed).toBeGreaterThan(0);
    await expectDays(computeDays(fixture));

    const [dataset] = await database.db.selectFrom("fiber.datasets").selectAll().execute();
    expect(dataset).toMatchObject({ kind: "import", title: `fixture.${kind}`, credit: "someone", shift_seconds: 0 });
    expect(Date.parse(dataset?.first_time ?? "")).toBe(fixture.first_time);
    expect(Date.parse(dataset?.last_time ?? "")).toBe(fixture.last_time);
    expect(await database.db.selectFrom("fiber.dataset_nodes").selectAll().execute()).toHaveLength(5);
    const nodes = await database.db.selectFrom("nodes").select(["origin", "interval_seconds"]).distinct().execute();
    expect(nodes).toEqual([{ origin: "import", interval_seconds: 240 }]);

    const before = await fingerprint();
    expect(await run(`other name.${kind}`, bytes)).toMatchObject({
      accepted: 0,
      duplicates: fixture.rows_read,
      nodes_created: 0,
      chunks_compressed: 0,
    });
    expect(await fingerprint()).toBe(before);
  });

  test("plain and gzip are the same content", async () => {
    const fixture = createFixture({ from: MIDNIGHT - 20 * DAY, nodes: 1, count: 50, interval_seconds: 60 });
    const plain = await run("a.csv", fixture.csv);
    const packed = await run("b.csv.gz", gzipSync(fixture.csv));
    expect(packed.files[0]?.dataset_id).toBe(plain.files[0]?.dataset_id);
    expect(packed.files[0]?.title).toBe("a.csv");
  });
});

describe("moved to now", () => {
  test("the newest row is now; a second import keeps the shift and changes nothing", async () => {
    const fixture = createFixture({ from: Date.UTC(2016, 9, 1), nodes: 3, count: 2_200, interval_seconds: 240 });
    const started = Date.now();
    const first = await run("moved.csv", fixture.csv, { shift_to_now: true });
    const newest = Date.parse(first.last_time ?? "");
    expect(newest).toBeGreaterThan(started - 1000);
    expect(newest).toBeLessThanOrEqual(Date.now());
    const shift_seconds = first.files[0]?.shift_seconds ?? 0;
    expect(newest - fixture.last_time).toBe(shift_seconds * 1000);
    expect(first).toMatchObject({ accepted: fixture.rows.length, older_than_retention: null });
    const today = new Date().toISOString().slice(0, 10);
    await expectDays(computeDays(fixture, shift_seconds).filter(({ day }) => day < today));

    const before = await fingerprint();
    const again = await run("moved.csv", fixture.csv, { shift_to_now: true });
    const { first_time, last_time } = first;
    expect(again.files[0]).toMatchObject({ shift_seconds, shift_reused: true, accepted: 0, first_time, last_time });
    expect(await fingerprint()).toBe(before);
  });

  test("the same content unmoved is another dataset", async () => {
    const fixture = createFixture({ from: MIDNIGHT - 30 * DAY, nodes: 1, count: 50, interval_seconds: 60 });
    await run("a.csv", fixture.csv);
    expect(await run("a.csv", fixture.csv, { shift_to_now: true })).toMatchObject({ accepted: 50, nodes_created: 0 });
    const datasets = await database.db.selectFrom("fiber.datasets").select("shift_seconds").execute();
    expect(datasets.map(({ shift_seconds }) => shift_seconds > 0).toSorted()).toEqual([false, true]);
  });
});

describe("rows older than the retention", () => {
  const old = createFixture({ from: MIDNIGHT - 200 * DAY, nodes: 2, count: 600, interval_seconds: 240 });

  test("are told before they are written, are written, and leave aggregates when they are dropped", async () => {
    const told: OldRows[] = [];
    const summary = await run("old.csv", old.csv, {
      on_old_rows: async (rows) => {
        told.push(rows);
        expect(await database.db.selectFrom("nodes").selectAll().execute()).toEqual([]);
        return true;
      },
    });
    expect(told).toMatchObject([{ rows: old.rows_read, drop_after: "90 days" }]);
    expect(told[0]?.first_time).toBe(new Date(old.first_time).toISOString());
    expect(summary).toMatchObject({ accepted: old.rows.length, older_than_retention: told[0] });
    await runPolicies(database.db, "policy_retention");
    const { rows } = await sql<{ left: number }>`SELECT count(*) AS left FROM metrics`.execute(database.db);
    expect(rows).toEqual([{ left: 0 }]);
    await expectDays(computeDays(old));

    expect(await run("old.csv", old.csv)).toMatchObject({ accepted: old.rows.length, kept_days: [] });
    await expectDays(computeDays(old));
  });

  test("are not written when that is declined", async () => {
    const summary = await run("old.csv", old.csv, { on_old_rows: async () => false });
    expect(summary).toMatchObject({ outcome: "declined", accepted: 0 });
    expect(await database.db.selectFrom("fiber.datasets").selectAll().execute()).toEqual([]);
  });
});

describe("cut off", () => {
  test("after a batch: what is reported is in, and a second run completes it", async () => {
    const fixture = createFixture({ from: MIDNIGHT - 40 * DAY, nodes: 5, count: 6_600, interval_seconds: 240 });
    const controller = new AbortController();
    const stopped = await run("cut.csv", fixture.csv, {
      signal: controller.signal,
      on_progress: ({ phase, done }) => phase === "writing" && done > 0 && controller.abort(),
    });
    expect(stopped.outcome).toBe("stopped");
    expect(stopped.accepted).toBeGreaterThan(0);
    expect(stopped.accepted).toBeLessThan(fixture.rows.length);
    const { rows } = await sql<{ stored: number }>`SELECT count(*) AS stored FROM metrics`.execute(database.db);
    expect(rows[0]?.stored).toBe(stopped.accepted);

    const completed = await run("cut.csv", fixture.csv);
    expect(stopped.accepted + completed.accepted).toBe(fixture.rows.length);
    await expectDays(computeDays(fixture));
  });

  test("before the refresh: the next run refreshes and compresses though every row is in", async () => {
    const fixture = fixtureAt(40);
    const controller = new AbortController();
    await run("cut.csv", fixture.csv, {
      signal: controller.signal,
      on_progress: ({ phase, done, total }) => phase === "writing" && done === total && controller.abort(),
    });
    expect(await listDays()).toEqual([]);
    const next = await run("cut.csv", fixture.csv);
    expect(next).toMatchObject({ accepted: 0, outcome: "done" });
    expect(next.chunks_compressed).toBeGreaterThan(0);
    await expectDays(computeDays(fixture));
  });

  test("by retention: a chunk that is dropped in between comes again", async () => {
    const fixture = createFixture({ from: MIDNIGHT - 200 * DAY, nodes: 3, count: 5_000, interval_seconds: 240 });
    let dropped = false;
    const summary = await run("raced.csv", fixture.csv, {
      on_progress: ({ phase }) => {
        if (phase !== "writing" || dropped) return;
        dropped = true;
        void runPolicies(database.db, "policy_retention");
      },
    });
    expect(summary).toMatchObject({ outcome: "done", accepted: fixture.rows.length });
  });
});

describe("bad input", () => {
  const time = new Date(MIDNIGHT - 20 * DAY).toISOString();

  test("bad lines are named and counted, the rest is in; the first hundred errors are kept", async () => {
    const good = Array.from(
      { length: 5 },
      (_, at) => `${new Date(MIDNIGHT - 20 * DAY + at * 60_000).toISOString()},a,5`,
    );
    const bad = Array.from({ length: 150 }, () => `${time},a,-5`);
    const summary = await run("bad.csv", ["time,node_name,latency_ms", ...good, ...bad].join("\n"));
    expect(summary).toMatchObject({ rows_read: 155, accepted: 5, rejected: 150 });
    expect(summary.files[0]?.errors).toHaveLength(100);
    expect(summary.files[0]?.errors[0]).toMatchObject({ line: 7, field: "latency_ms" });
    expect(summary.files[0]?.errors_omitted).toBe(50);
  });

  test("a file without a good line leaves nothing behind", async () => {
    const summary = await run("none.csv", `time,node_name,latency_ms\n${time},a,x\n`);
    expect(summary).toMatchObject({ rows_read: 1, rejected: 1, accepted: 0, first_time: null });
    expect(await database.db.selectFrom("fiber.datasets").selectAll().execute()).toEqual([]);
  });

  test.each([
    ["header.csv", "time,node,latency_ms\n", /unknown column "node"/],
    ["empty.csv", "", /no header/],
    ["cut.csv.gz", gzipSync("time,node_name,latency_ms\n".repeat(500)).subarray(0, 40), /cut off/],
    [
      "broken.csv.gz",
      Buffer.concat([gzipSync("x").subarray(0, 10), Buffer.from("garbage garbage")]),
      /damaged|cut off/,
    ],
    ["utf16.csv", Buffer.from("\uFEFFtime,node_name,latency_ms\n", "utf16le"), /UTF-16/],
  ])("%s cannot be read as a whole", async (name, content, message) => {
    await expect(run(name, content)).rejects.toMatchObject({
      kind: "invalid_input",
      message: expect.stringMatching(message),
    });
  });

  test("a file or directory that cannot be opened is told by name", async () => {
    await expect(openSource(path.join(directory, "absent.csv"))).rejects.toThrow(
      /absent\.csv cannot be read: there is no such file/,
    );
    await expect(openSource(directory)).rejects.toThrow(/it is a directory/);
  });

  test("an error of the database tells what is in", async () => {
    const fixture = createFixture({ from: MIDNIGHT - 20 * DAY, nodes: 1, count: 50, interval_seconds: 60 });
    await sql`ALTER TABLE metrics ADD CONSTRAINT never CHECK (latency_ms IS NULL) NOT VALID`.execute(database.db);
    try {
      await expect(run("fails.csv", fixture.csv)).rejects.toThrow(/not wholly imported: .*never.* 0 rows are in/);
    } finally {
      await sql`ALTER TABLE metrics DROP CONSTRAINT never`.execute(database.db);
    }
  });
});

test("rows that fall into compressed chunks of others go in and are compressed with them", async () => {
  const fixture = fixtureAt(40);
  const lines = fixture.csv.split("\n");
  const half = [lines[0], ...lines.filter((_, at) => at > 0 && at % 2 === 0)].join("\n");
  await run("half.csv", half);
  await compressChunks(database.db, new Date(MIDNIGHT - 10 * DAY));
  const rest = await run("whole.csv", fixture.csv);
  expect(rest.chunks_compressed).toBeGreaterThan(0);
  await expectDays(computeDays(fixture));
});
