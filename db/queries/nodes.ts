import type { Kysely } from "kysely";
import { notFound } from "#lib/errors.ts";
import type { Node } from "#lib/model/node.ts";
import type { Database } from "../schema/index.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** More nodes than this are not shown on one page. */
export const MAX_NODES = 20_000;

const COLUMNS = [
  "node_id",
  "node_name",
  "region",
  "interval_seconds",
  "origin",
  "created_at",
  "first_seen_at",
  "last_seen_at",
] as const;

const NAMES = new Intl.Collator("en", { numeric: true });

/** All nodes by name, probe-2 before probe-10. Reads `nodes` alone. */
export const listNodes = async (db: Kysely<Database>): Promise<Node[]> => {
  const nodes = await db.selectFrom("nodes").select(COLUMNS).orderBy("node_name").limit(MAX_NODES).execute();
  return nodes.toSorted((a, b) => NAMES.compare(a.node_name, b.node_name));
};

/** The nodes that have these ids, in no order; unknown ones are left out. */
export const listNodesOf = (db: Kysely<Database>, node_ids: readonly string[]): Promise<Node[]> =>
  db.selectFrom("nodes").select(COLUMNS).where("node_id", "in", node_ids).execute();

/** The nodes of a region by name. */
export const listNodesOfRegion = (db: Kysely<Database>, region: string): Promise<Node[]> =>
  db.selectFrom("nodes").select(COLUMNS).where("region", "=", region).orderBy("node_name").limit(MAX_NODES).execute();

/** The node, or undefined when there is none; a text that is no UUID names none. */
export const findNode = async (db: Kysely<Database>, node_id: string): Promise<Node | undefined> =>
  UUID.test(node_id)
    ? await db.selectFrom("nodes").select(COLUMNS).where("node_id", "=", node_id).executeTakeFirst()
    : undefined;

/** The node, or FiberError not_found. */
export const getNode = async (db: Kysely<Database>, node_id: string): Promise<Node> => {
  const node = await findNode(db, node_id);
  if (!node) throw notFound(`No node has the id ${node_id.slice(0, 100)}.`);
  return node;
};
