import { queryOptions } from "@tanstack/react-query";
import type { NodeOutages } from "#lib/model/outage.ts";
import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

/** The route that tells a node's outages and silences over a range. */
export const outagesPath = (node_id: string, choice: RangeChoice) =>
  `/api/v1/nodes/${encodeURIComponent(node_id)}/outages?${rangeParams(choice).toString()}`;

/** GET /api/v1/nodes/{node_id}/outages. */
export const outagesQuery = (node_id: string, choice: RangeChoice) =>
  queryOptions({
    queryKey: ["nodes", node_id, "outages", rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<NodeOutages>(outagesPath(node_id, choice), signal),
  });
