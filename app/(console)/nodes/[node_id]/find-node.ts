import { cache } from "react";
import { settle } from "#app/settle.ts";
import { findNode } from "#db/queries/nodes.ts";
import { reader } from "#db/server.ts";

/** The node of the address, asked once for title and page; undefined for an unknown id and for a text that is no id. */
export const findNodeOfPage = cache((node_id: string) => settle(async () => findNode(reader(), node_id)));
