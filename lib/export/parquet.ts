import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import type { ColumnKind, ExportColumn, ExportRow } from "./columns.ts";

/** Rows of a row group: what is held in memory at once, of an export of any length. */
export const ROW_GROUP = 20_000;

/** Times of a node are almost equally far apart: the differences take next to nothing. */
const TIME_ENCODING = { encoding: "DELTA_BINARY_PACKED" } as const;

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

type Column = { column: ExportColumn; add: (value: ExportRow[string] | undefined) => void; data: () => ColumnSource };

/**
 * The values of one column of a row group. Rows are taken apart as they come, so that no page of them is kept: times and
 * counts as bare integers, and a text that repeats the one before as the same text.
 */
const gather = (column: ExportColumn): Column => {
  const { name, kind, nullable } = column;
  if (!nullable && (kind === "time" || kind === "count")) {
    const values = new BigInt64Array(ROW_GROUP);
    let filled = 0;
    const integer =
      kind === "time" ? (value: unknown) => micros(String(value)) : (value: unknown) => BigInt(Number(value));
    return {
      column,
      add: (value) => (values[filled++] = integer(value)),
      data: () => ({ name, data: values.subarray(0, filled), ...(kind === "time" ? TIME_ENCODING : {}) }),
    };
  }
  const values: (string | number | null)[] = [];
  let before: string | number | null = null;
  return {
    column,
    add: (value) => {
      if (value !== before) before = value ?? null;
      values.push(before);
    },
    data: () => ({ name, data: values }),
  };
};

/** Keeps only what was not taken yet; `offset` counts all, because a Parquet file refers to its parts by it. */
class PartWriter extends ByteWriter {
  take(): Uint8Array {
    const bytes = this.getBytes().slice();
    this.index = 0;
    return bytes;
  }
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
  let group = columns.map(gather);
  let rows = 0;
  const writeGroup = async () => {
    await parquet.write({ rowGroupSize: rows, columnData: group.map((column) => column.data()) });
    group = columns.map(gather);
    rows = 0;
    return writer.take();
  };
  for await (const page of pages) {
    for (const row of page) {
      for (const { column, add } of group) add(row[column.name]);
      rows += 1;
      if (rows === ROW_GROUP) yield await writeGroup();
    }
  }
  if (rows > 0) yield await writeGroup();
  await parquet.finish();
  yield writer.take();
}
