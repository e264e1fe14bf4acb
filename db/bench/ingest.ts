import { performance } from "node:perf_hooks";
import { sql } from "kysely";
import { createIngest } from "#db/writes/ingest/index.ts";
import type { Format } from "#lib/ingest/format.ts";
import { limitsAt } from "#lib/ingest/measurement.ts";
import { createDatabase, createPool } from "../client.ts";
import type { TestDatabase } from "../testing/index.ts";
import type { Measure } from "./measure.ts";

const NODES = 200;
const ROWS = 200_000;
const MINUTE = 60_000;

type Row = { time: number; node: number; latency_ms: number };

/** Rows in the order in which probes send them, within the newest day: nothing is late, no chunk compressed. */
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

type CopyConnection = {
  query: (text: string) => void;
  sendCopyFromChunk: (chunk: Buffer) => void;
  endCopyFrom: () => void;
};

/** COPY … FROM STDIN of a text at hand, as a query that the driver hands its messages to. */
const copy = (text: string, resolve: () => void, reject: (error: Error) => void) => ({
  submit: (connection: CopyConnection) =>
    connection.query("COPY metrics (time, node_id, latency_ms, uptime_pct, packet_loss) FROM STDIN"),
  handleCopyInResponse: (connection: CopyConnection) => {
    connection.sendCopyFromChunk(Buffer.from(text));
    connection.endCopyFrom();
  },
  handleCommandComplete: () => undefined,
  handleError: reject,
  handleReadyForQuery: () => resolve(),
});

const runCopy = async ({ url, db }: TestDatabase, rows: readonly Row[]): Promise<number> => {
  const found = await db.selectFrom("nodes").select(["node_id", "node_name"]).execute();
  const ids = new Map(found.map((node) => [node.node_name, node.node_id]));
  const text = rows
    .map(
      ({ time, node, latency_ms }) =>
        `${new Date(time).toISOString()}\t${ids.get(name(node))}\t${latency_ms}\t100\t0\n`,
    )
    .join("");
  const pool = createPool({ url, access: "owner", max: 1 });
  const client = await pool.connect();
  const started = performance.now();
  await new Promise<void>((resolve, reject) => void client.query(copy(text, resolve, reject) as never));
  const rate = rows.length / ((performance.now() - started) / 1000);
  client.release();
  await pool.end();
  return rate;
};

const runIngest = async ({ url }: TestDatabase, rows: readonly Row[], format: Format, writers: number) => {
  const written = WRITTEN[format];
  if (!written) throw new Error(`${format} is not measured`);
  const text = written.head + rows.map(written.line).join("");
  const db = createDatabase({ url, access: "writer", max: writers });
  const started = performance.now();
  const { accepted } = await createIngest(db, limitsAt(Date.now()), { format, writers }).run(portions(text));
  const rate = rows.length / ((performance.now() - started) / 1000);
  await db.destroy();
  if (accepted !== rows.length) throw new Error(`${accepted} of ${rows.length} rows are in`);
  return rate;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Rows a second of ingest, parsing included, as a ratio to COPY of the same rows (their nodes known) into the same
 * table. The embedded server refuses COPY: there the figures stand alone.
 */
export const benchIngest = async (database: TestDatabase): Promise<Measure[]> => {
  const rows = makeRows();
  const native = process.env.TEST_DATABASE_URL !== undefined;
  const writers = native ? 2 : 1;
  const clear = () => sql`TRUNCATE metrics`.execute(database.db);
  await runIngest(database, rows, "csv", writers);
  const rates: Record<string, number[]> = { copy: [], csv: [], ndjson: [], influx: [] };
  for (let round = 0; round < (native ? 3 : 1); round += 1) {
    for (const kind of Object.keys(rates)) {
      if (kind === "copy" && !native) continue;
      await clear();
      rates[kind]?.push(
        kind === "copy" ? await runCopy(database, rows) : await runIngest(database, rows, kind as Format, writers),
      );
    }
  }
  await clear();
  const base = median(rates.copy ?? []);
  const against = "COPY of the same rows";
  return [
    ...(native ? [{ name: "COPY, one connection", value: base, unit: "rows/s" }] : []),
    ...(
      [
        ["csv", 1],
        ["ndjson", 0.7],
        ["influx", 0.6],
      ] as const
    ).map(([format, at_least]) => {
      const value = median(rates[format] ?? []);
      return {
        name: `ingest ${format}, ${writers} writers`,
        value,
        unit: "rows/s",
        ...(native && { ratio: value / base, against, at_least }),
      };
    }),
  ];
};
