/** A cell: empty for null, JSON for what is no plain value; what a spreadsheet would take as a formula gets a quote in front. */
export const csvCell = (value: unknown): string => {
  if (typeof value === "number") return String(value);
  const plain =
    value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  const text = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Records as CSV with a header of their keys, snake_case as they are. Lines end in CR LF (RFC 4180). */
export function recordsCsv<T extends object>(records: T[], keys: (keyof T & string)[]): string {
  const rows = records.map((record) => keys.map((key) => csvCell(record[key])).join(","));
  return `${[keys.join(","), ...rows].join("\r\n")}\r\n`;
}
