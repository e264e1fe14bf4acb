import { queryOptions } from "@tanstack/react-query";
import type { CapacityAnswer, CapacityFacts } from "#lib/capacity-answer.ts";
import { databaseHistory } from "#lib/chart-growth.ts";
import type { HistoryPoint } from "#lib/chart-growth.ts";
import type { Growth } from "#lib/model/growth.ts";
import type { Lifecycle } from "#lib/model/lifecycle.ts";
import type { ServerHealth } from "#lib/model/server.ts";
import type { ChunkDetail, HypertableLayout, OrdinaryTable } from "#lib/model/storage-detail.ts";
import type { Advice, JobReports } from "#lib/model/advisor.ts";
import type { Aggregate, Chunk, DatabaseOverview, Hypertable, Job } from "#lib/model/storage.ts";
import type { RangeChoice } from "#lib/range.ts";
import { type Columns, fromColumns } from "#lib/columns.ts";
import { getJson } from "./get-json.ts";

/** What the routes of /api/v1/storage answer. */
export type Items<T> = { items: T[]; as_of: string };

/** Storage has no range; it is asked anew as calmly as a month is, every 30 s. */
export const STORAGE_CHOICE: RangeChoice = { kind: "relative", range: "30d" };

/** Chunks that a page shows at most, the newest, and how many of them come with the page itself. */
export const CHUNKS_SHOWN = 10_000;
export const CHUNKS_WITH_PAGE = 200;

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

export const tablesQuery = () => itemsQuery<OrdinaryTable>("tables");

const itemQuery = <T>(what: string) =>
  queryOptions({
    queryKey: ["storage", what] as const,
    queryFn: ({ signal }) => getJson<T>(storagePath(what), signal),
  });

export const serverQuery = () => itemQuery<ServerHealth>("server");

/** The address of a hypertable's or continuous aggregate's own answers, below storagePath(). */
export const ofHypertable = (name: string, what = "") => `hypertables/${encodeURIComponent(name)}${what}`;

export const layoutQuery = (hypertable: string) => itemQuery<HypertableLayout>(ofHypertable(hypertable));
export const lifecycleQuery = (hypertable: string) => itemQuery<Lifecycle>(ofHypertable(hypertable, "/lifecycle"));
export const chunkQuery = (hypertable: string, chunk: string) =>
  itemQuery<ChunkDetail>(ofHypertable(hypertable, `/chunks/${encodeURIComponent(chunk)}`));

/** The search of the route that answers with the chunks of one hypertable or continuous aggregate. */
export const chunksSearch = (hypertable: string) =>
  `?${new URLSearchParams({ hypertable, limit: String(CHUNKS_SHOWN) }).toString()}`;

/** Of one hypertable or continuous aggregate; they travel as columns. */
export const chunksQuery = (hypertable: string) =>
  queryOptions({
    queryKey: ["storage", "chunks", hypertable] as const,
    queryFn: async ({ signal }): Promise<Items<Chunk>> => {
      const path = storagePath("chunks", `${chunksSearch(hypertable)}&shape=columns`);
      const { as_of, ...columns } = await getJson<Columns & { as_of: string }>(path, signal);
      return { items: fromColumns<Chunk>(columns), as_of };
    },
  });

/** The route that answers for /capacity, as things are. */
export const capacityPath = storagePath("capacity");

/** What /capacity is computed from: what was measured, the forecasts that were kept, and the samples of the database. */
export type CapacitySource = CapacityFacts & { history: HistoryPoint[]; as_of: string };

export const capacityQuery = () =>
  queryOptions({
    queryKey: ["storage", "capacity"] as const,
    queryFn: async ({ signal }): Promise<CapacitySource> => {
      const [{ basis, forecasts, as_of }, growth] = await Promise.all([
        getJson<CapacityAnswer>(capacityPath, signal),
        getJson<Growth>(storagePath("growth"), signal),
      ]);
      return { basis, forecasts: forecasts.kept, history: databaseHistory(growth), as_of };
    },
  });

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
