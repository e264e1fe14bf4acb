import { invalidInput } from "./errors.ts";

export type IngestEnvironment = {
  /** Whether a node that is seen for the first time is made; otherwise its rows are refused by name. */
  register_nodes: boolean;
  /** Tags of line protocol whose values, joined by /, are a node's name; undefined: the first known one. */
  node_tags: string[] | undefined;
  /** The tag of line protocol that holds the region; undefined: `region`. */
  region_tag: string | undefined;
};

type Variables = Record<string, string | undefined>;

const text = (env: Variables, name: string): string | undefined => {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
};

const registerNodes = (env: Variables): boolean => {
  const value = text(env, "FIBER_REGISTER_NODES") ?? "1";
  if (value !== "0" && value !== "1")
    throw invalidInput(
      "FIBER_REGISTER_NODES",
      `FIBER_REGISTER_NODES is "${value}"; it must be 0 (nodes are made by hand) or 1.`,
    );
  return value === "1";
};

/** `host,url` as tags. Throws `invalid_input` that names `name`. */
export const parseTags = (name: string, value: string): string[] => {
  const tags = value.split(",").map((tag) => tag.trim());
  if (tags.length > 5 || tags.some((tag) => tag === "" || tag.length > 100))
    throw invalidInput(name, `${name} is "${value.slice(0, 100)}"; it must be 1 to 5 names of tags, as host,url.`);
  return tags;
};

/** The variables about ingest. Throws `invalid_input` that names the first wrong one. */
export const readIngestEnvironment = (env: Variables): IngestEnvironment => {
  const node_tag = text(env, "FIBER_NODE_TAG");
  return {
    register_nodes: registerNodes(env),
    node_tags: node_tag === undefined ? undefined : parseTags("FIBER_NODE_TAG", node_tag),
    region_tag: text(env, "FIBER_REGION_TAG"),
  };
};
