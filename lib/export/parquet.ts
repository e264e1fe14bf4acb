import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { ColumnKind, ExportColumn, ExportRow } from "./columns.ts";

/** Rows of a row group: what is held in memory at once. */
export const ROW_GROUP = 50_000;

const TYPES = {
  time: { type: "INT64", converted_type: "TIMESTAMP_MICROS" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  count: { type: "INT64" },
  real: { type: "FLOAT" },
  double: { type: "DOUBLE" },
} as const satisfies Record<ColumnKind, object>;

/** Microseconds since 1970 of "2026-11-22T13:02:00.000123Z", which a Date would cut to milliseconds. */
const micros = (iso: string): bigint => {
  const [, fraction = ""] = /\.(\d{1,6})/.exec(iso) ?? [];
  return BigInt(Date.parse(iso.replace(/\.\d+/, ""))) * 1000n + BigInt(fraction.padEnd(6, "0"));
};

const valueOf = (kind: ColumnKind, value: string | number | null | undefined) => {
  if (value === null || value === undefined) return null;
  if (kind === "time") return micros(String(value));
  return kind === "count" ? BigInt(value) : value;
};

/** Keeps only what was not taken yet; `offset` counts all, because a Parquet file refers to its parts by it. */
class PartWriter extends ByteWriter {
  take(): Uint8Array {
    const bytes = this.getBytes().slice();
    this.index = 0;
    return bytes;
  }
}

async function* inGroups(pages: AsyncIterable<ExportRow[]>): AsyncGenerator<ExportRow[]> {
  let group: ExportRow[] = [];
  for await (const rows of pages) {
    group = group.concat(rows);
    if (group.length < ROW_GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** A Parquet file (snappy), row group by row group; valid without any row. Times are UTC, in microseconds. */
export async function* toParquet(
  pages: AsyncIterable<ExportRow[]>,
  columns: readonly ExportColumn[],
): AsyncGenerator<Uint8Array> {
  const writer = new PartWriter();
  const parquet = new ParquetWriter({
    writer,
    createdBy: "Fiber-DB",
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, kind, nullable }) => ({
        name,
        ...TYPES[kind],
        repetition_type: nullable ? ("OPTIONAL" as const) : ("REQUIRED" as const),
      })),
    ],
  });
  for await (const rows of inGroups(pages)) {
    await parquet.write({
      rowGroupSize: rows.length,
      columnData: columns.map(({ name, kind }) => ({ name, data: rows.map((row) => valueOf(kind, row[name])) })),
    });
    yield writer.take();
  }
  await parquet.finish();
  yield writer.take();
}
