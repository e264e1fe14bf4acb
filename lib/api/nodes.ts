import { queryOptions } from "@tanstack/react-query";
import type { FleetChanges } from "#lib/model/fleet-changes.ts";
import type { HeatMap, HeatMeasure } from "#lib/model/heat-map.ts";
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

/** The route that answers for the period before a range. */
export const fleetChangesPath = (choice: RangeChoice) => `/api/v1/nodes/changes?${rangeParams(choice).toString()}`;

/** GET /api/v1/nodes/changes: every node in the period before, and the fleet over slices of the range. */
export const fleetChangesQuery = (choice: RangeChoice) =>
  queryOptions({
    queryKey: ["fleet", "changes", rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<FleetChanges>(fleetChangesPath(choice), signal),
  });

/** The route that answers for the heat map of a measure over a range. */
export const heatMapPath = (choice: RangeChoice, measure: HeatMeasure) =>
  `/api/v1/nodes/heat-map?measure=${measure}&${rangeParams(choice).toString()}`;

/** GET /api/v1/nodes/heat-map: one measure of all nodes over slices of the range. */
export const heatMapQuery = (choice: RangeChoice, measure: HeatMeasure) =>
  queryOptions({
    queryKey: ["fleet", "heat-map", measure, rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<HeatMap>(heatMapPath(choice, measure), signal),
  });
