import { queryOptions } from "@tanstack/react-query";
import type { IngestActivity, IngestRejects, LateDays } from "#lib/model/ingest-activity.ts";
import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

export const activityPath = (choice: RangeChoice) => `/api/v1/ingest/activity?${rangeParams(choice).toString()}`;
export const REJECTS_PATH = "/api/v1/ingest/rejects";
export const LATE_DAYS_PATH = "/api/v1/ingest/late-days";

/** What has no range is asked anew as often as an hour is. */
export const INGEST_CHOICE: RangeChoice = { kind: "relative", range: "1h" };

/** GET /api/v1/ingest/activity: what became of rows in a range, in all and by source. */
export const activityQuery = (choice: RangeChoice) =>
  queryOptions({
    queryKey: ["ingest", "activity", rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<IngestActivity>(activityPath(choice), signal),
  });

/** GET /api/v1/ingest/rejects: the last refused lines, and region conflicts. */
export const rejectsQuery = () =>
  queryOptions({
    queryKey: ["ingest", "rejects"] as const,
    queryFn: ({ signal }) => getJson<IngestRejects>(REJECTS_PATH, signal),
  });

/** GET /api/v1/ingest/late-days: days whose aggregates wait for a refresh, or had one. */
export const lateDaysQuery = () =>
  queryOptions({
    queryKey: ["ingest", "late-days"] as const,
    queryFn: ({ signal }) => getJson<LateDays>(LATE_DAYS_PATH, signal),
  });
