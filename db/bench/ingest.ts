import { performance } from "node:perf_hooks";
import { sql } from "kysely";
import { createIngest } from "#db/writes/ingest/index.ts";
import type { Format } from "#lib/ingest/format.ts";
import { limitsAt } from "#lib/ingest/measurement.ts";
import { createDatabase, transactionWithCopy } from "../client.ts";
import { runCommandLine, withFolder } from "./command-line.ts";
import type { TestDatabase } from "../testing/index.ts";
import { type Measure, medianOf } from "./measure.ts";

const NODES = 200;
const ROWS = 400_000;
const MINUTE = 60_000;

type Row = { time: number; node: number; latency_ms: number };

/** Rows in the order in which probes send them, of the last 34 hours: nothing is late, no chunk compressed. */
const makeRows = (): Row[] => {
  const newest = Math.floor(Date.now() / MINUTE) * MINUTE;
  return Array.from({ length: ROWS }, (_, at) => ({
    time: newest - Math.floor(at / NODES) * MINUTE,
    node: at % NODES,
    latency_ms: 5 + ((at * 7919) % 1_000) / 10,
  })).toReversed();
};

const name = (node: number): string => `bench-${node}`;

const WRITTEN: Partial<Record<Format, { head: string; line: (row: Row) => string }>> = {
  csv: {
    head: "time,node_name,region,latency_ms,uptime_pct,packet_loss\n",
    line: ({ time, node, latency_ms }) => `${new Date(time).toISOString()},${name(node)},eu,${latency_ms},100,0\n`,
  },
  ndjson: {
    head: "",
    line: ({ time, node, latency_ms }) =>
      `{"time":"${new Date(time).toISOString()}","node_name":"${name(node)}","region":"eu","latency_ms":${latency_ms},"packet_loss":0}\n`,
  },
  influx: {
    head: "",
    line: ({ time, node, latency_ms }) =>
      `ping,url=${name(node)},region=eu average_response_ms=${latency_ms},percent_packet_loss=0,result_code=0i ${time}000000\n`,
  },
};

const portions = async function* (text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
};

const COPY = "COPY metrics (time, node_id, latency_ms, uptime_pct, packet_loss) FROM STDIN";

/** One statement of one connection, its text made beforehand: what PostgreSQL itself takes to store the rows. */
const runCopy = async ({ url, db }: TestDatabase, rows: readonly Row[]): Promise<number> => {
  const found = await db.selectFrom("nodes").select(["node_id", "node_name"]).execute();
  const ids = new Map(found.map((node) => [node.node_name, node.node_id]));
  const text = rows
    .map(
      ({ time, node, latency_ms }) =>
        `${new Date(time).toISOString()}\t${ids.get(name(node))}\t${latency_ms}\t100\t0\n`,
    )
    .join("");
  const owner = createDatabase({ url, access: "owner", max: 1 });
  await sql`SELECT 1`.execute(owner);
  const started = performance.now();
  await transactionWithCopy(owner, (_transaction, copy) => copy(COPY, Buffer.from(text)));
  const rate = rows.length / ((performance.now() - started) / 1000);
  await owner.destroy();
  return rate;
};

/** A body as the console stores it: one batch is parsed while the one before it is written. */
const runBody = async ({ url }: TestDatabase, text: string, format: Format): Promise<number> => {
  const db = createDatabase({ url, access: "writer", max: 1 });
  const started = performance.now();
  const { accepted } = await createIngest(db, limitsAt(Date.now()), { format }).run(portions(text));
  const rate = accepted / ((performance.now() - started) / 1000);
  await db.destroy();
  if (accepted !== ROWS) throw new Error(`${accepted} of ${ROWS} rows are in`);
  return rate;
};

const textOf = (rows: readonly Row[], format: Format): string => {
  const written = WRITTEN[format];
  if (!written) throw new Error(`${format} is not measured`);
  return written.head + rows.map(written.line).join("");
};

const MEMORY_MAX_MB = 300;
const EMBEDDED_ROWS_PER_SECOND = 40_000;

const memory = (megabytes: readonly number[]): Measure => ({
  name: `command line, peak memory over ${ROWS.toLocaleString("en")} rows`,
  value: Math.max(...megabytes),
  unit: "MB",
  budget: { factor: 0, extra: MEMORY_MAX_MB },
});

const benchEmbedded = (rows: readonly Row[]): Promise<Measure[]> =>
  withFolder(async (folder) => {
    const runs = [];
    for (let round = 0; round < 3; round += 1)
      runs.push(
        await runCommandLine(`${folder}/rows.csv`, textOf(rows, "csv"), { FIBER_DATA_DIR: `${folder}/${round}` }),
      );
    const value = medianOf(runs.map(({ rate }) => rate));
    return [
      {
        name: "command line, CSV",
        value,
        unit: "rows/s",
        ratio: value / EMBEDDED_ROWS_PER_SECOND,
        against: `${EMBEDDED_ROWS_PER_SECOND} rows/s`,
        at_least: 1,
      },
      memory(runs.map(({ peak_mb }) => peak_mb)),
    ];
  });

const BODIES = [
  ["ndjson", 0.7],
  ["influx", 0.6],
] as const;

const benchNative = (database: TestDatabase, rows: readonly Row[]): Promise<Measure[]> =>
  withFolder(async (folder) => {
    const rates: Record<string, number[]> = { copy: [], csv: [], ndjson: [], influx: [] };
    const peaks: number[] = [];
    const texts = new Map(BODIES.map(([format]) => [format, textOf(rows, format)]));
    const csv = textOf(rows, "csv");
    await runBody(database, texts.get("ndjson") ?? "", "ndjson");
    for (let round = 0; round < 3; round += 1) {
      for (const kind of Object.keys(rates)) {
        await sql`TRUNCATE metrics`.execute(database.db);
        if (kind === "copy") rates.copy?.push(await runCopy(database, rows));
        else if (kind === "csv") {
          const run = await runCommandLine(`${folder}/rows.csv`, csv, { DATABASE_URL: database.url });
          rates.csv?.push(run.rate);
          peaks.push(run.peak_mb);
        } else rates[kind]?.push(await runBody(database, texts.get(kind as "ndjson") ?? "", kind as Format));
      }
    }
    await sql`TRUNCATE metrics`.execute(database.db);
    const base = medianOf(rates.copy ?? []);
    const measure = (kind: string, title: string, at_least: number): Measure => {
      const value = medianOf(rates[kind] ?? []);
      return { name: title, value, unit: "rows/s", raw: base, at_least };
    };
    return [
      { name: "COPY of the same rows, one statement", value: base, unit: "rows/s" },
      measure("csv", "command line, CSV, two writers", 1),
      ...BODIES.map(([format, at_least]) => measure(format, `a body of ${format}, one writer`, at_least)),
      memory(peaks),
    ];
  });

/**
 * Rows a second of ingest, parsing included, into a table with its foreign key and indexes: on a server as a ratio to
 * COPY of the same rows into the same table in the same run, in turns, medians of three.
 */
export const benchIngest = (database: TestDatabase): Promise<Measure[]> =>
  process.env.TEST_DATABASE_URL === undefined ? benchEmbedded(makeRows()) : benchNative(database, makeRows());
