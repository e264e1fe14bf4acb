import { queryOptions } from "@tanstack/react-query";
import type { Growth } from "#lib/model/growth.ts";
import type { Advice, JobReports } from "#lib/model/advisor.ts";
import type { Aggregate, Chunk, DatabaseOverview, Hypertable, Job } from "#lib/model/storage.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

/** What the routes of /api/v1/storage answer. */
export type Items<T> = { items: T[]; as_of: string };

/** Storage has no range; it is asked anew as calmly as a month is, every 30 s. */
export const STORAGE_CHOICE: RangeChoice = { kind: "relative", range: "30d" };

/** Chunks that a page shows at most, the newest. */
export const CHUNKS_SHOWN = 2000;

/** The route that answers for a part of storage. */
export const storagePath = (what: string, search = "") => `/api/v1/storage/${what}${search}`;

const itemsQuery = <T>(what: string, search = "") =>
  queryOptions({
    queryKey: ["storage", what, search] as const,
    queryFn: ({ signal }) => getJson<Items<T>>(storagePath(what, search), signal),
  });

export const hypertablesQuery = () => itemsQuery<Hypertable>("hypertables");
export const aggregatesQuery = () => itemsQuery<Aggregate>("aggregates");
export const jobsQuery = () => itemsQuery<Job>("jobs");

/** Every job, judged, and who runs them. The same route as jobsQuery() and so the same key: one answer for both. */
export const jobReportsQuery = () =>
  queryOptions({
    queryKey: ["storage", "jobs", ""] as const,
    queryFn: ({ signal }) => getJson<JobReports>(storagePath("jobs"), signal),
  });

/** What the advisor found. */
export const findingsQuery = () =>
  queryOptions({
    queryKey: ["storage", "findings", ""] as const,
    queryFn: ({ signal }) => getJson<Advice>(storagePath("findings"), signal),
  });

/** Of one hypertable or continuous aggregate, or of all. */
export const chunksQuery = (hypertable?: string) => {
  const search = new URLSearchParams({
    limit: String(CHUNKS_SHOWN),
    ...(hypertable === undefined ? {} : { hypertable }),
  });
  return itemsQuery<Chunk>("chunks", `?${search.toString()}`);
};

/** The route that answers for /capacity, as things are. */
export const capacityPath = storagePath("capacity");

/** All samples that are kept. */
export const growthQuery = () =>
  queryOptions({
    queryKey: ["storage", "growth"] as const,
    queryFn: ({ signal }) => getJson<Growth>(storagePath("growth"), signal),
  });

export const databaseQuery = () =>
  queryOptions({
    queryKey: ["storage", "database"] as const,
    queryFn: ({ signal }) => getJson<DatabaseOverview>(storagePath("database"), signal),
  });
