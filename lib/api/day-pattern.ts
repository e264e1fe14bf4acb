import { queryOptions } from "@tanstack/react-query";
import type { HourPattern, UptimeDays } from "#lib/model/day-pattern.ts";
import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

const path = (node_id: string, what: string) => `/api/v1/nodes/${encodeURIComponent(node_id)}/${what}`;
const zoned = (time_zone: string) => new URLSearchParams({ time_zone }).toString();

/** The routes behind the panels of days and hours. */
export const uptimeDaysPath = (node_id: string, time_zone: string) =>
  `${path(node_id, "uptime-days")}?${zoned(time_zone)}`;
export const hourPatternPath = (node_id: string, choice: RangeChoice, time_zone: string) =>
  `${path(node_id, "hour-pattern")}?${rangeParams(choice).toString()}&${zoned(time_zone)}`;

/** GET /api/v1/nodes/{node_id}/uptime-days: 90 days, whatever the range. */
export const uptimeDaysQuery = (node_id: string, time_zone: string) =>
  queryOptions({
    queryKey: ["nodes", node_id, "uptime-days", time_zone] as const,
    queryFn: ({ signal }) => getJson<UptimeDays>(uptimeDaysPath(node_id, time_zone), signal),
  });

/** GET /api/v1/nodes/{node_id}/hour-pattern. */
export const hourPatternQuery = (node_id: string, choice: RangeChoice, time_zone: string) =>
  queryOptions({
    queryKey: ["nodes", node_id, "hour-pattern", rangeParams(choice).toString(), time_zone] as const,
    queryFn: ({ signal }) => getJson<HourPattern>(hourPatternPath(node_id, choice, time_zone), signal),
  });
