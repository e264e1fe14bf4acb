import { queryOptions } from "@tanstack/react-query";
import type { FleetSummary } from "#lib/model/node.ts";
import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

/** The fleet's key in the client's cache; `["fleet"]` alone names every range. */
export const fleetKey = (choice: RangeChoice) => ["fleet", rangeParams(choice).toString()] as const;

/** The route that answers for the fleet over a range. */
export const fleetPath = (choice: RangeChoice) => `/api/v1/nodes?${rangeParams(choice).toString()}`;

/** GET /api/v1/nodes: all nodes with status and the figures of the range. */
export const fleetQuery = (choice: RangeChoice) =>
  queryOptions({
    queryKey: fleetKey(choice),
    queryFn: ({ signal }) => getJson<FleetSummary>(fleetPath(choice), signal),
  });
