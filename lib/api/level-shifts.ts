import { queryOptions } from "@tanstack/react-query";
import type { LevelShifts } from "#lib/model/level-shift.ts";
import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

/** The route that tells when the level of a node's latency shifted. */
export const levelShiftsPath = (node_id: string, choice: RangeChoice) =>
  `/api/v1/nodes/${encodeURIComponent(node_id)}/level-shifts?${rangeParams(choice).toString()}`;

/** GET /api/v1/nodes/{node_id}/level-shifts. */
export const levelShiftsQuery = (node_id: string, choice: RangeChoice) =>
  queryOptions({
    queryKey: ["nodes", node_id, "level-shifts", rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<LevelShifts>(levelShiftsPath(node_id, choice), signal),
  });
