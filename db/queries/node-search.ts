import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { FoundNode } from "#lib/model/node.ts";

/** Nodes that a search answers with. */
export const FOUND_MAX = 20;

/**
 * Nodes whose name or region contains a text, whatever its case: names that begin with it first, then by name. An
 * empty text finds none. Reads `nodes` alone.
 */
export const listNodesMatching = async (db: Kysely<Database>, text: string): Promise<FoundNode[]> => {
  if (text.trim() === "") return [];
  const literal = text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`);
  const { rows } = await sql<FoundNode>`
    SELECT node_id, node_name, region FROM nodes
    WHERE node_name ILIKE ${`%${literal}%`} OR region ILIKE ${`%${literal}%`}
    ORDER BY node_name ILIKE ${`${literal}%`} DESC, node_name ILIKE ${`%${literal}%`} DESC, lower(node_name), node_name
    LIMIT ${FOUND_MAX}`.execute(db);
  return rows;
};
