import { type Kysely, sql } from "kysely";
import type { ExportRow, ExportSource } from "#lib/export/columns.ts";
import { EXPORT_COLUMNS } from "#lib/export/columns.ts";
import type { Node } from "#lib/model/node.ts";
import type { Database } from "../schema/index.ts";

/** Rows of one statement, and what is held in memory of an export that is text. */
export const EXPORT_PAGE = 10_000;

export type ExportQuestion = {
  source: ExportSource;
  /** Node by node, in this order. */
  nodes: readonly Pick<Node, "node_id" | "node_name">[];
  from: Date;
  /** Exclusive. */
  to: Date;
  page_rows?: number;
};

const TIME = { metrics: "time", aggregates_hourly: "bucket", aggregates_daily: "bucket" } as const;

const pageAfter = async (
  db: Kysely<Database>,
  node_id: string,
  question: ExportQuestion,
  after: string | null,
): Promise<ExportRow[]> => {
  const { source, from, to, page_rows = EXPORT_PAGE } = question;
  const time = sql.ref(TIME[source]);
  const columns = EXPORT_COLUMNS[source].filter(({ name }) => name !== "node_name");
  const { rows } = await sql<ExportRow>`
    SELECT ${sql.join(columns.map(({ name }) => sql.ref(name)))}
    FROM ${sql.table(source)}
    WHERE node_id = ${node_id} AND ${after === null ? sql`${time} >= ${from}::timestamptz` : sql`${time} > ${after}::timestamptz`}
      AND ${time} < ${to}::timestamptz
    ORDER BY ${time} LIMIT ${page_rows}`.execute(db);
  return rows;
};

/**
 * The rows of `source` over [from, to), node by node and by time, in pages of at most 10,000. Each page is a statement of
 * its own that goes on behind the row before, so that a slow reader holds no connection, lock or snapshot: rows that are
 * written or dropped meanwhile may be there or not. An error is thrown where it happens. Reads the relation named.
 */
export async function* readExport(db: Kysely<Database>, question: ExportQuestion): AsyncGenerator<ExportRow[]> {
  const { source, nodes, page_rows = EXPORT_PAGE } = question;
  for (const { node_id, node_name } of nodes) {
    let after: string | null = null;
    for (;;) {
      const rows: ExportRow[] = await pageAfter(db, node_id, question, after);
      for (const row of rows) row["node_name"] = node_name;
      if (rows.length > 0) yield rows;
      if (rows.length < page_rows) break;
      after = String(rows.at(-1)?.[TIME[source]]);
    }
  }
}
