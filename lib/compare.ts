/** More lines than these cannot be told apart, on one axis or beside each other. */
export const COMPARE_MAX = 24;

/** The address of a comparison: node by node, then what a link keeps (`kept`, "?range=7d" or ""). */
export const comparePath = (node_ids: readonly string[], kept: string): string => {
  const nodes = node_ids.map((node_id) => `node=${encodeURIComponent(node_id)}`).join("&");
  const rest = kept.replace(/^\?/, "");
  const search = [nodes, rest].filter(Boolean).join("&");
  return search === "" ? "/compare" : `/compare?${search}`;
};
