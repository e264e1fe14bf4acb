/** Records as a table: each key once, then a row of values a record. */
export type Columns = { columns: string[]; rows: unknown[][] };

/** Records of one type as a table; without records it has no columns. */
export function toColumns<T extends object>(items: T[]): Columns {
  const columns = Object.keys(items[0] ?? {});
  return { columns, rows: items.map((item) => columns.map((key) => (item as Record<string, unknown>)[key] ?? null)) };
}

/** The records of a table that toColumns() made of records of type T. */
export const fromColumns = <T>({ columns, rows }: Columns): T[] =>
  rows.map((row) => Object.fromEntries(columns.map((key, index) => [key, row[index]])) as T);
