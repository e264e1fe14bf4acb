import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { STATUS_INTERVALS } from "#lib/health.ts";
import type { NodeStatus } from "#lib/model/node.ts";

export type NodeStatusCounts = Record<NodeStatus, number> & {
  /** Of the newest measurement of all nodes; null: there is none. */
  newest_at: string | null;
};

/** How many nodes have which status, by the rules of lib/health.ts and the database's clock. Reads `nodes` alone. */
export const countNodesByStatus = async (db: Kysely<Database>): Promise<NodeStatusCounts> => {
  const { rows } = await sql<NodeStatusCounts>`
    WITH node AS (
      SELECT last_seen_at, extract(epoch FROM now() - last_seen_at) / interval_seconds AS intervals FROM nodes
    )
    SELECT count(*) FILTER (WHERE intervals <= ${STATUS_INTERVALS.online}) AS online,
           count(*) FILTER (WHERE intervals > ${STATUS_INTERVALS.online} AND intervals <= ${STATUS_INTERVALS.late}) AS late,
           count(*) FILTER (WHERE intervals > ${STATUS_INTERVALS.late}) AS silent,
           count(*) FILTER (WHERE intervals IS NULL) AS never, max(last_seen_at) AS newest_at
    FROM node`.execute(db);
  return rows[0] as NodeStatusCounts;
};
