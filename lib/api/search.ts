import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { FoundNode } from "#lib/model/node.ts";
import { getJson } from "./get-json.ts";

/** GET /api/v1/search: nodes whose name or region contains a text. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ["search", text] as const,
    queryFn: ({ signal }) =>
      getJson<{ nodes: FoundNode[] }>(`/api/v1/search?${new URLSearchParams({ q: text })}`, signal),
    enabled: text !== "",
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
