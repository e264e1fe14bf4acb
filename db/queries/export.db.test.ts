import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXPORT_COLUMNS, type ExportRow, type ExportSource } from "#lib/export/columns.ts";
import { toParquet } from "#lib/export/parquet.ts";
import { toCsv, toNdjson } from "#lib/export/text.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { readExport } from "./export.ts";

const FROM = new Date("2026-03-01T00:00:00Z");
const TO = new Date("2026-03-02T00:00:00Z");

let database: TestDatabase;
const nodes: { node_id: string; node_name: string }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  for (const node_name of ['fibre, "the" first', "second"]) {
    const { node_id } = await insertNode(database.db, { node_name });
    nodes.push({ node_id, node_name });
    await insertMeasurements(database.db, node_id, {
      from: FROM,
      count: 1000,
      latency_ms: (index) => (index % 7 === 0 ? null : 10.1 + index / 3),
      packet_loss: (index) => (index % 5 === 0 ? null : 0.25),
    });
  }
  // Microseconds, and a row at each edge: `from` belongs to the range, `to` does not.
  await sql`UPDATE metrics SET time = time + interval '123456 microseconds'
            WHERE node_id = ${nodes[1]!.node_id} AND time = ${FROM}::timestamptz + interval '5 minutes'`.execute(
    database.db,
  );
  await insertMeasurements(database.db, nodes[0]!.node_id, { from: TO, count: 1 });
  await refreshAggregates(database.db, { from: FROM, to: TO });
});

afterAll(() => database.drop());

const pages = (source: ExportSource, page_rows?: number) =>
  readExport(database.db, { source, nodes, from: FROM, to: TO, page_rows });

const collect = async <T>(parts: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const part of parts) all.push(part);
  return all;
};

const bytesOf = async (parts: AsyncIterable<Uint8Array>) => Buffer.concat(await collect(parts));

/** One plain statement over everything: what every format must give back. */
const reference = async (source: ExportSource): Promise<ExportRow[]> => {
  const time = sql.ref(source === "metrics" ? "time" : "bucket");
  const { rows } = await sql<ExportRow>`
    SELECT r.*, n.node_name FROM ${sql.table(source)} r JOIN nodes n USING (node_id)
    WHERE ${time} >= ${FROM}::timestamptz AND ${time} < ${TO}::timestamptz`.execute(database.db);
  const names = EXPORT_COLUMNS[source].map(({ name }) => name);
  const place = (row: ExportRow) => nodes.findIndex(({ node_id }) => node_id === row["node_id"]);
  return rows
    .map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])))
    .toSorted(
      (a, b) => place(a) - place(b) || String(a["time"] ?? a["bucket"]).localeCompare(String(b["time"] ?? b["bucket"])),
    );
};

const micros = (iso: string) =>
  BigInt(Date.parse(iso.slice(0, 19) + "Z")) * 1000n + BigInt((/\.(\d+)/.exec(iso)?.[1] ?? "0").padEnd(6, "0"));

describe("export", () => {
  test.each(["metrics", "aggregates_hourly", "aggregates_daily"] as const)(
    "%s as NDJSON is every row",
    async (source) => {
      const text = (await bytesOf(toNdjson(pages(source), EXPORT_COLUMNS[source]))).toString();
      const rows = text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(rows).toEqual(await reference(source));
      expect(rows.length).toBe({ metrics: 2000, aggregates_hourly: 34, aggregates_daily: 2 }[source]);
    },
  );

  test("pages of any size give the same rows, none twice", async () => {
    const whole = (await collect(pages("metrics"))).flat();
    for (const size of [1000, 999, 250, 33]) expect((await collect(pages("metrics", size))).flat()).toEqual(whole);
  });

  test("CSV quotes what needs it and leaves NULL empty", async () => {
    const lines = (await bytesOf(toCsv(pages("metrics"), EXPORT_COLUMNS.metrics))).toString().split("\r\n");
    expect(lines[0]).toBe("time,node_id,node_name,latency_ms,uptime_pct,packet_loss");
    expect(lines[1]).toBe(`2026-03-01T00:00:00Z,${nodes[0]!.node_id},"fibre, ""the"" first",,0,`);
    expect(lines).toHaveLength(2002);
  });

  test.each(["metrics", "aggregates_hourly"] as const)(
    "%s as Parquet reads back to the same values",
    async (source) => {
      const file = await bytesOf(toParquet(pages(source), EXPORT_COLUMNS[source]));
      const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
      const rows = await parquetReadObjects({
        file: buffer,
        utf8: true,
        parsers: { timestampFromMicroseconds: (value: bigint) => value } as never,
      });
      const kinds = new Map(EXPORT_COLUMNS[source].map(({ name, kind }) => [name, kind as string]));
      const expected = (await reference(source)).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => {
            if (value === null) return [name, null];
            const kind = kinds.get(name);
            if (kind === "time") return [name, micros(String(value))];
            if (kind === "real") return [name, Math.fround(Number(value))];
            return [name, kind === "count" ? BigInt(value) : value];
          }),
        ),
      );
      expect(
        rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]))),
      ).toEqual(expected);
    },
  );

  test("a Parquet file of several row groups, and one of no row", async () => {
    async function* many(): AsyncGenerator<ExportRow[]> {
      const row = (await collect(pages("metrics", 1))).flat()[0]!;
      for (let page = 0; page < 12; page += 1) yield Array.from({ length: 10_000 }, () => row);
    }
    const file = await bytesOf(toParquet(many(), EXPORT_COLUMNS.metrics));
    const { row_groups, num_rows } = parquetMetadata(new Uint8Array(file).buffer);
    expect([row_groups.length, num_rows]).toEqual([6, 120_000n]);
    const none = await bytesOf(
      toParquet(readExport(database.db, { source: "metrics", nodes: [], from: FROM, to: TO }), EXPORT_COLUMNS.metrics),
    );
    expect(parquetMetadata(new Uint8Array(none).buffer).num_rows).toBe(0n);
  });
});
