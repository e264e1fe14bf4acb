/** Records as a table: each key once, then a row of values a record. */
export type Packed = { columns: string[]; rows: unknown[][] };

/** Records of one type as a table; without records it has no columns. */
export function packItems<T extends object>(items: T[]): Packed {
  const columns = Object.keys(items[0] ?? {});
  return { columns, rows: items.map((item) => columns.map((key) => (item as Record<string, unknown>)[key] ?? null)) };
}

/** The records of a table that packItems() made of records of type T. */
export const unpackItems = <T>({ columns, rows }: Packed): T[] =>
  rows.map((row) => Object.fromEntries(columns.map((key, index) => [key, row[index]])) as T);
