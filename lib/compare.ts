import { invalidInput } from "./errors.ts";

/** More lines than these cannot be told apart, on one axis or beside each other. */
export const COMPARE_MAX = 24;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The nodes of a comparison from the values of `node`, each once, in their order. Throws FiberError `invalid_input` for more than 24 and for
 * what is no node_id.
 */
export function parseCompared(value: string | readonly string[] | undefined): string[] {
  const ids = [...new Set(value === undefined ? [] : [value].flat().map((id) => id.toLowerCase()))];
  const wrong = ids.find((id) => !UUID.test(id));
  if (wrong !== undefined) throw invalidInput("node", `node is "${wrong.slice(0, 40)}"; it must be the id of a node.`);
  if (ids.length > COMPARE_MAX)
    throw invalidInput("node", `${ids.length} nodes are asked for; at most ${COMPARE_MAX} can be compared.`);
  return ids;
}

/** The chosen nodes with one more, or without it when it is among them; as they are when the limit is reached. */
export const toggled = (node_ids: readonly string[], node_id: string): string[] => {
  const others = node_ids.filter((id) => id !== node_id);
  return others.length < node_ids.length || node_ids.length >= COMPARE_MAX ? others : [...node_ids, node_id];
};

/** The address of a comparison: node by node, then what a link keeps (`kept`, "?range=7d" or ""). */
export const comparePath = (node_ids: readonly string[], kept: string): string => {
  const nodes = node_ids.map((node_id) => `node=${encodeURIComponent(node_id)}`).join("&");
  const rest = kept.replace(/^\?/, "");
  const search = [nodes, rest].filter(Boolean).join("&");
  return search === "" ? "/compare" : `/compare?${search}`;
};
