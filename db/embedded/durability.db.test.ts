import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedServer, embeddedUrl, findEmbedded, snapshotEmbedded, startEmbedded } from "./index.ts";
import { type Client, codeOf, connect, disconnectAll, killHard, temporaryDirectory, until, value } from "./test-kit.ts";

let made: { path: string; remove(): void };
let dir: { path: string; remove(): void };
let server: EmbeddedServer | undefined;

const start = async (options: Parameters<typeof startEmbedded>[0] = {}) =>
  (server = await startEmbedded({ data_dir: dir.path, jobs: false, ...options }));

// To make a cluster takes longer than most of what is tested with it: each test has a copy of one.
beforeAll(async () => {
  made = temporaryDirectory();
  await (await startEmbedded({ data_dir: made.path, jobs: false })).stop();
});
afterAll(() => made.remove());
beforeEach(() => {
  dir = temporaryDirectory();
  cpSync(join(made.path, "pgdata"), join(dir.path, "pgdata"), { recursive: true });
});
afterEach(async () => {
  await disconnectAll();
  await server?.stop();
  server = undefined;
  dir.remove();
});

const SCHEMA = [
  "CREATE EXTENSION IF NOT EXISTS timescaledb",
  "CREATE TABLE m (time timestamptz NOT NULL, node int NOT NULL, v real)",
  "SELECT create_hypertable('m', 'time', chunk_time_interval => interval '1 day')",
  "ALTER TABLE m SET (timescaledb.compress, timescaledb.compress_segmentby = 'node', timescaledb.compress_orderby = 'time DESC')",
  "CREATE MATERIALIZED VIEW h WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', time) AS hour, node, count(*) AS n, avg(v) AS v FROM m GROUP BY 1, 2 WITH NO DATA",
];

async function createSchema(client: Client): Promise<void> {
  for (const statement of SCHEMA) await client.query(statement);
}

const insert = (client: Client, batch: number) =>
  client.query(
    "INSERT INTO m SELECT '2026-01-01'::timestamptz + ($1 * 100 + g) * interval '1 minute', g % 7, g FROM generate_series(0, 99) AS g",
    [batch],
  );

describe("a data directory", () => {
  it("counts over compressed chunks and aggregates alike before and after a restart and in a snapshot", async () => {
    let client = await connect(await start());
    await createSchema(client);
    for (let batch = 0; batch < 60; batch++) await insert(client, batch);
    await client.query("SELECT compress_chunk(c) FROM show_chunks('m', older_than => '2026-01-04'::timestamptz) AS c");
    await client.query("CALL refresh_continuous_aggregate('h', NULL, NULL)");
    await client.query("CREATE ROLE reader");
    const figures = async (from: Client) => [
      await value(from, "SELECT count(*)::int FROM m"),
      await value(from, "SELECT sum(n)::int FROM h"),
      await value(from, "SELECT count(*)::int FROM timescaledb_information.chunks WHERE is_compressed"),
      await value(from, "SELECT count(*)::int FROM m WHERE time < '2026-01-02' AND node = 3"),
    ];
    const before = await figures(client);
    expect(before.slice(0, 3)).toEqual([6000, 6000, 3]);
    await disconnectAll();
    const note = JSON.parse(readFileSync(join(dir.path, "embedded.json"), "utf8")) as Record<string, unknown>;
    expect(note).toMatchObject({ pid: server?.pid, port: server?.port, started_at: expect.any(String) as string });
    expect(statSync(join(dir.path, "embedded.secret")).mode & 0o777).toBe(0o600);
    expect(await findEmbedded(dir.path)).toMatchObject({ port: server?.port, url: server?.url });
    const snapshot = join(dir.path, "copy.tar");
    await snapshotEmbedded(server!, snapshot);
    await server!.stop();
    expect(existsSync(join(dir.path, "embedded.json"))).toBe(false);
    expect(await findEmbedded(dir.path)).toBeUndefined();

    client = await connect(await start());
    expect(await figures(client)).toEqual(before);
    const reader = await connect({ url: embeddedUrl(dir.path, server!.port, "reader") });
    expect(await value(reader, "SELECT current_user::text")).toBe("reader");
    const copy = await startEmbedded({ snapshot, jobs: false });
    try {
      expect(await figures(await connect(copy))).toEqual(before);
    } finally {
      await disconnectAll();
      await copy.stop();
    }
  });

  it("keeps every acknowledged transaction through kill -9, amid inserts, compression and refreshes", async () => {
    let acknowledged = 0;
    let unsure = 0;
    for (let round = 0; round < 3; round++) {
      const client = await connect(await start());
      if (round === 0) await createSchema(client);
      const rows = (await value(client, "SELECT count(*)::int FROM m")) as number;
      expect(rows).toBeGreaterThanOrEqual(acknowledged * 100);
      expect(rows).toBeLessThanOrEqual((acknowledged + unsure) * 100);
      expect(rows % 100).toBe(0);
      const other = await connect(server!);
      const busy = (async () => {
        for (;;) {
          await other.query("CALL refresh_continuous_aggregate('h', NULL, NULL)");
          await other.query("SELECT compress_chunk(c, true) FROM show_chunks('m') AS c");
        }
      })().catch(() => {});
      const writing = (async () => {
        for (;;) {
          unsure++;
          await insert(client, acknowledged + unsure);
          unsure--;
          acknowledged++;
        }
      })().catch(() => {});
      const target = acknowledged + 20 + round * 7;
      await until(async () => acknowledged >= target);
      await killHard(server!);
      await Promise.all([busy, writing]);
      await disconnectAll();
    }
    const client = await connect(await start());
    const rows = (await value(client, "SELECT count(*)::int FROM m")) as number;
    expect(rows).toBeGreaterThanOrEqual(acknowledged * 100);
    expect(rows).toBeLessThanOrEqual((acknowledged + unsure) * 100);
    await client.query("CALL refresh_continuous_aggregate('h', NULL, NULL)");
    expect(await value(client, "SELECT sum(n)::int FROM h")).toBe(rows);
  });

  it("is opened again after the instance died, and only the guilty connection is ended", async () => {
    const lines: string[] = [];
    const client = await connect(await start({ on_log: (line) => lines.push(line) }), { application_name: "kept" });
    await client.query("CREATE TABLE t (a int)");
    await client.query("INSERT INTO t VALUES (1)");
    await client.query("SET TimeZone = 'Europe/Berlin'");
    await client.query({ name: "s", text: "SELECT a FROM t WHERE a = $1", values: [1] });
    const guilty = await connect(server!);
    await guilty.query("BEGIN; INSERT INTO t VALUES (2)");
    // Beyond its own limit PostgreSQL overruns the engine's stack, which ends the instance.
    await guilty.query("SET max_stack_depth = '60MB'");
    expect(await codeOf(guilty.query(`SELECT ${"1+".repeat(200_000)}1`))).toMatch(/57P02|Connection terminated/);
    expect(await value(client, "SELECT count(*)::int FROM t")).toBe(1);
    expect(await value(client, "SHOW TimeZone")).toBe("Europe/Berlin");
    expect(await value(client, "SHOW application_name")).toBe("kept");
    expect((await client.query({ name: "s", text: "SELECT a FROM t WHERE a = $1", values: [1] })).rows).toEqual([
      { a: 1 },
    ]);
    expect(lines.join("\n")).toContain("opened again");
  });

  it("ends a statement that runs past its statement_timeout, and nothing else", async () => {
    const client = await connect(await start(), { options: "-c statement_timeout=100" });
    const other = await connect(server!);
    await other.query("CREATE TABLE t (a int)");
    const long = client.query("SELECT count(*) FROM generate_series(1, 2000000000) AS g WHERE sqrt(g) < 0");
    expect(await codeOf(long)).toBe("57014");
    expect(await value(other, "SELECT count(*)::int FROM t")).toBe(0);
    expect(await value(client, "SELECT 1")).toBe(1);
  });
});

describe("the process", () => {
  it("never opens a directory twice, and takes over after kill -9", async () => {
    await start();
    await expect(startEmbedded({ data_dir: dir.path })).rejects.toThrow(`is in use by process ${server?.pid}`);
    await killHard(server!);
    expect(await findEmbedded(dir.path)).toBeUndefined();
    await start();
    expect(await value(await connect(server!), "SELECT 1")).toBe(1);
  });

  it("ends when its parent dies, even by kill -9", async () => {
    const parent = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
         const server = await startEmbedded({ data_dir: ${JSON.stringify(dir.path)} });
         console.log(server.pid);
         setInterval(() => {}, 1000);`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(String(line));
    parent.kill("SIGKILL");
    await until(async () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
    expect(existsSync(join(dir.path, "embedded.json"))).toBe(false);
    expect(existsSync(join(dir.path, "embedded.lock"))).toBe(false);
  });

  it("says in one sentence why it cannot start", async () => {
    const failure = (options: Parameters<typeof startEmbedded>[0]) =>
      startEmbedded(options).then(
        () => "started",
        (error: Error) => error.message,
      );
    mkdirSync(join(dir.path, "foreign"));
    writeFileSync(join(dir.path, "foreign", "PG_VERSION"), "16\n");
    expect(await failure({ data_dir: join(dir.path, "foreign") })).toMatch(/cluster of another server/);
    mkdirSync(join(dir.path, "old", "pgdata"), { recursive: true });
    writeFileSync(join(dir.path, "old", "pgdata", "PG_VERSION"), "16\n");
    expect(await failure({ data_dir: join(dir.path, "old") })).toMatch(/PostgreSQL 16/);
    writeFileSync(join(dir.path, "file"), "");
    expect(await failure({ data_dir: join(dir.path, "file") })).toMatch(
      /cannot be written|not a directory|not there|exist/i,
    );
    mkdirSync(join(dir.path, "broken", "pgdata"), { recursive: true });
    writeFileSync(join(dir.path, "broken", "pgdata", "PG_VERSION"), "17\n");
    expect(await failure({ data_dir: join(dir.path, "broken") })).toMatch(/damaged|cannot be opened/i);
    expect(await failure({ snapshot: join(dir.path, "absent.tar") })).toMatch(/absent\.tar/);
    await start();
    expect(await failure({ port: server!.port })).toMatch(/port is taken/);
  });
});
