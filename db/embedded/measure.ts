import { readFileSync } from "node:fs";
import { type EmbeddedServer, snapshotEmbedded, startEmbedded } from "./index.ts";
import { type Client, connect, disconnectAll, temporaryDirectory, value } from "./test-kit.ts";

/** Prints the figures of docs/decisions/0002-embedded-database.md: `node db/embedded/measure.ts`. Takes about a minute. */

const ROWS = 500_000;
const BATCH = 5_000;
const write = (line: string): void => void process.stdout.write(`${line}\n`);

async function timed<T>(what: string, work: () => Promise<T>, rows?: number): Promise<T> {
  const began = performance.now();
  const result = await work();
  const ms = performance.now() - began;
  const rate = rows === undefined ? "" : `, ${Math.round((rows / ms) * 1000).toLocaleString("en")} rows/s`;
  write(`${what}: ${(ms / 1000).toFixed(2)} s${rate}`);
  return result;
}

function memory(server: EmbeddedServer): string {
  try {
    const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
    const mebibytes = (name: string) =>
      Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
    return `resident ${mebibytes("VmRSS")} MiB, most ${mebibytes("VmHWM")} MiB`;
  } catch {
    return "memory unknown on this system";
  }
}

async function load(client: Client): Promise<void> {
  for (let from = 0; from < ROWS; from += BATCH) {
    const at = Array.from({ length: BATCH }, (_, row) => from + row);
    await client.query(
      `INSERT INTO m SELECT '2026-01-01'::timestamptz + t * interval '1 second', n, v
         FROM unnest($1::int[], $2::int[], $3::real[]) AS row (t, n, v)`,
      [at, at.map((row) => row % 50), at.map((row) => row / 7)],
    );
  }
}

async function queries(client: Client, other: Client, count: number): Promise<void> {
  await timed(`${count} parameterised queries on one connection`, async () => {
    for (let at = 0; at < count; at++) await value(client, "SELECT $1::int", [at]);
  });
  await timed(`${count} that alternate between two connections`, async () => {
    for (let at = 0; at < count; at++) await value(at % 2 ? client : other, "SELECT $1::int", [at]);
  });
}

const dir = temporaryDirectory();
const data_dir = `${dir.path}/data`;
const snapshot = `${dir.path}/snapshot.tar`;
let server = await timed("first start", () => startEmbedded({ data_dir, jobs: false }));
write(memory(server));
let client = await connect(server);
await client.query("CREATE EXTENSION timescaledb");
await client.query("CREATE TABLE m (time timestamptz NOT NULL, node int NOT NULL, v real, PRIMARY KEY (node, time))");
await client.query("SELECT create_hypertable('m', 'time', chunk_time_interval => interval '1 day')");
await client.query("ALTER TABLE m SET (timescaledb.compress, timescaledb.compress_segmentby = 'node')");
await timed("INSERT … SELECT FROM unnest, one connection", () => load(client), ROWS);
await timed("compression of it all", () => client.query("SELECT compress_chunk(c) FROM show_chunks('m') AS c"), ROWS);
await timed(
  "exact p95 per node over it all",
  () => client.query("SELECT node, percentile_cont(0.95) WITHIN GROUP (ORDER BY v) FROM m GROUP BY 1"),
  ROWS,
);
await timed("result of 100,000 rows", () => client.query("SELECT * FROM m LIMIT 100000"), 100_000);
await queries(client, await connect(server), 1000);
await timed("snapshot", () => snapshotEmbedded(server, snapshot));
write(memory(server));
await disconnectAll();
await timed("clean stop", () => server.stop());
server = await timed("later start", () => startEmbedded({ data_dir, jobs: false }));
write(memory(server));
process.kill(server.pid, "SIGKILL");
server = await timed("start after kill -9", () => startEmbedded({ data_dir, jobs: false }));
await server.stop();
server = await timed("start in memory from the snapshot", () => startEmbedded({ snapshot, jobs: false }));
client = await connect(server);
write(`rows in it: ${String(await value(client, "SELECT count(*) FROM m"))}; ${memory(server)}`);
await disconnectAll();
await server.stop();
dir.remove();
