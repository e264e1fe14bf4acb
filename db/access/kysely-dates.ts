import type { KyselyPlugin, RootOperationNode, UnknownRow } from "kysely";

const TIME_COLUMN = /_at$/;

const withDates = (row: UnknownRow): UnknownRow => {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "string" && TIME_COLUMN.test(name)) row[name] = new Date(value);
  }
  return row;
};

/** Times as Date: our connections give ISO strings, and better-auth compares what it reads with Dates. */
export const datesPlugin: KyselyPlugin = {
  transformQuery: ({ node }): RootOperationNode => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(withDates) }),
};
