import type { ExportColumn, ExportRow } from "./columns.ts";

/** RFC 4180: quoted where a comma, a quote or a line end would be taken for one of ours. */
const field = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const encoder = new TextEncoder();

/** CSV with a header line, also when there is no row; NULL is empty. */
export async function* toCsv(
  pages: AsyncIterable<ExportRow[]>,
  columns: readonly ExportColumn[],
): AsyncGenerator<Uint8Array> {
  yield encoder.encode(`${columns.map(({ name }) => name).join(",")}\r\n`);
  for await (const rows of pages)
    yield encoder.encode(rows.map((row) => `${columns.map(({ name }) => field(row[name])).join(",")}\r\n`).join(""));
}

/** One JSON object a line; NULL is null. */
export async function* toNdjson(
  pages: AsyncIterable<ExportRow[]>,
  columns: readonly ExportColumn[],
): AsyncGenerator<Uint8Array> {
  for await (const rows of pages) {
    const lines = rows.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]))),
    );
    yield encoder.encode(lines.map((line) => `${line}\n`).join(""));
  }
}
