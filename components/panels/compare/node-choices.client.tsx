"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RefObject } from "react";
import { nodeNamesQuery } from "#lib/api/compare.ts";
import type { NodeName } from "#lib/api/compare.ts";
import { fixed } from "#lib/format.ts";
import { toProblem } from "#lib/problem.ts";

/** As many as can be read in a list; a search narrows it. */
const OFFERED = 60;

type NodeChoicesProps = {
  /** The chosen ones. */
  node_ids: readonly string[];
  max: number;
  /** Adds a node, or takes it away. */
  toggle: (node_id: string) => void;
  /** A node that is not offered: the page's own. */
  except?: string;
  search: RefObject<HTMLInputElement | null>;
};

/** Nodes to be searched and chosen, up to `max`; Enter in the search takes the first. */
export function NodeChoices({ node_ids, max, toggle, except, search }: NodeChoicesProps) {
  const [text, setText] = useState("");
  const { data, error } = useQuery(nodeNamesQuery());
  const chosen = new Set(node_ids);
  const found = matching(data ?? [], text).filter(({ node_id }) => node_id !== except);
  const full = chosen.size >= max;
  return (
    <div className="flex flex-col gap-2 px-4 pb-4">
      <input
        ref={search}
        type="search"
        value={text}
        autoComplete="off"
        aria-label="Search nodes by name, region or id"
        placeholder="Search nodes"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key !== "Enter" || !first) return;
          event.preventDefault();
          toggle(first.node_id);
          setText("");
        }}
        className="h-8 rounded-md border border-line-strong bg-panel px-2.5 text-13 placeholder:text-ink-3"
      />
      <output className="text-12 text-ink-3">
        {error
          ? toProblem(error).message
          : data
            ? `${chosen.size} of at most ${max} chosen · ${fixed(found.length, 0)} nodes match`
            : "Loading the nodes"}
      </output>
      <ul className="max-h-[46vh] overflow-y-auto">
        {found.slice(0, OFFERED).map((node) => (
          <li key={node.node_id}>
            <label className="flex min-h-8 items-center gap-2 rounded-md px-1 hover:bg-hover">
              <input
                type="checkbox"
                checked={chosen.has(node.node_id)}
                disabled={full && !chosen.has(node.node_id)}
                onChange={() => toggle(node.node_id)}
                className="size-3.5 accent-(--accent)"
              />
              <span className="min-w-0 flex-1 truncate">{node.node_name}</span>
              <span className="text-12 text-ink-3">{node.region ?? "no region"}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > OFFERED ? (
        <p className="text-12 text-ink-3">{fixed(found.length - OFFERED, 0)} more: search to narrow the list</p>
      ) : null}
    </div>
  );
}

/** Every word of the search is in the node's name, region or id. */
function matching(nodes: readonly NodeName[], text: string): NodeName[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return nodes.filter(({ node_name, region, node_id }) => {
    const haystack = `${node_name} ${region ?? ""} ${node_id}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
