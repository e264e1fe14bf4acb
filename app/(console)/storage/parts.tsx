import { connection } from "next/server";
import { cache } from "react";
import { sharedJudgement } from "#app/judgement.ts";
import { settle } from "#app/settle.ts";
import { ChunksPanel } from "#components/panels/chunks/chunks-panel.client.tsx";
import { LifecyclePanel } from "#components/panels/chunks/lifecycle-panel.client.tsx";
import { NoLifecycle } from "#components/panels/chunks/no-lifecycle.client.tsx";
import { DoctorPanel } from "#components/panels/jobs/doctor-panel.client.tsx";
import { AggregatesPanel } from "#components/panels/storage/aggregates-panel.client.tsx";
import { GrowthPanel } from "#components/panels/storage/growth-panel.client.tsx";
import { HypertablesPanel } from "#components/panels/storage/hypertables-panel.client.tsx";
import { LayoutPanel } from "#components/panels/storage/layout-panel.client.tsx";
import { PoliciesPanel } from "#components/panels/storage/policies-panel.client.tsx";
import { ServerPanel } from "#components/panels/storage/server-panel.client.tsx";
import { StorageTiles } from "#components/panels/storage/storage-tiles.client.tsx";
import { TablesPanel } from "#components/panels/storage/tables-panel.client.tsx";
import { readAggregates } from "#db/queries/aggregates.ts";
import { listChunks } from "#db/queries/chunks.ts";
import { getDatabaseBytes, getDatabaseOverview } from "#db/queries/database.ts";
import { getGrowth } from "#db/queries/growth.ts";
import { getHypertableLayout } from "#db/queries/hypertable-layout.ts";
import { listHypertables } from "#db/queries/hypertables.ts";
import { listJobs } from "#db/queries/jobs.ts";
import { getLifecycle } from "#db/queries/lifecycle.ts";
import { getServerHealth } from "#db/queries/server-health.ts";
import { listTables } from "#db/queries/tables.ts";
import { catalogReader, replicaExpected } from "#db/server.ts";
import { adoptStatements, recordStatements } from "#db/statements.ts";
import { CHUNKS_WITH_PAGE } from "#lib/api/storage.ts";
import { CONSOLES_SCHEMA, shownName } from "#lib/chart-storage.ts";
import type { Hypertable } from "#lib/model/storage.ts";

/**
 * Several panels of a page look at the same answer: each question is asked once a request, and whoever takes the answer
 * is told of its statements.
 */
const once = <T,>(ask: () => Promise<T>) => {
  const asked = cache(async () => {
    await connection();
    return recordStatements(ask);
  });
  return async (): Promise<T> => {
    const { result, statements } = await asked();
    adoptStatements(statements);
    return result;
  };
};
const list = <T,>(ask: () => Promise<T[]>) =>
  settle(async () => ({ items: await ask(), as_of: new Date().toISOString() }));

const known = { database_bytes: once(() => getDatabaseBytes(catalogReader())) };
const database = once(() => getDatabaseOverview(catalogReader(), { replica_expected: replicaExpected(), known }));
const hypertables = once(() => listHypertables(catalogReader()));
const jobs = once(() => listJobs(catalogReader()));
const aggregatesRead = once(() => readAggregates(catalogReader()));
const aggregates = async () => (await aggregatesRead()).aggregates;
const server = once(() => getServerHealth(catalogReader(), known));
const editionOf = async () => (await settle(database)).initial?.edition;

/** The worst of what the advisor found; all of it is on /jobs. */
export async function Doctor() {
  await connection();
  // Pages of a replica tell of the replica, the judgement of its primary.
  const same = replicaExpected() ? undefined : { jobs, aggregates: aggregatesRead, server };
  const { initial, initialProblem } = await settle(() => sharedJudgement(same));
  return <DoctorPanel initial={initial?.advice} initialProblem={initialProblem} limit={5} />;
}

export async function Tiles() {
  const [overview, tables] = await Promise.all([settle(database), list(hypertables)]);
  return <StorageTiles database={overview} hypertables={tables} />;
}

export async function Growth() {
  await connection();
  return <GrowthPanel {...await settle(() => getGrowth(catalogReader(), { now: new Date() }))} />;
}

export async function Hypertables() {
  return <HypertablesPanel {...await list(hypertables)} />;
}

/** The lifecycle of one hypertable; with `lane` any may be picked, and it is the one picked, or the one that holds most. */
export async function Lifecycle({ hypertable, lane }: { hypertable?: string; lane?: string | undefined }) {
  const names = hypertable === undefined ? await laneNames() : undefined;
  const name = hypertable ?? (lane !== undefined && names?.includes(lane) ? lane : names?.[0]);
  if (name === undefined) return <NoLifecycle {...await list(hypertables)} />;
  const settled = await settle(() => getLifecycle(catalogReader(), { hypertable_name: name }, { aggregates, jobs }));
  return <LifecyclePanel hypertable={name} {...(names ? { names } : {})} {...settled} />;
}

/** Hypertables by name, the one with most bytes first; then aggregates, the console's own, and those without a chunk. */
async function laneNames(): Promise<string[]> {
  const items = (await list(hypertables)).initial?.items ?? [];
  const rank = (h: Hypertable) =>
    (h.chunk_count === 0 ? 3 : 0) + (h.hypertable_schema === CONSOLES_SCHEMA ? 2 : h.aggregate_name === null ? 0 : 1);
  return items.toSorted((a, b) => rank(a) - rank(b) || b.total_bytes - a.total_bytes).map((h) => shownName(h));
}

export async function Chunks({ hypertable }: { hypertable: Hypertable }) {
  const name = shownName(hypertable);
  // Many chunks come after the page, as columns: the page itself stays small.
  const settled =
    hypertable.chunk_count > CHUNKS_WITH_PAGE
      ? { initial: undefined, initialProblem: undefined }
      : await list(() => listChunks(catalogReader(), { hypertable_name: name, limit: CHUNKS_WITH_PAGE }));
  return <ChunksPanel hypertable={name} {...settled} />;
}

export async function Layout({ hypertable }: { hypertable: Hypertable }) {
  const name = shownName(hypertable);
  await connection();
  const settled = await settle(() => getHypertableLayout(catalogReader(), { hypertable_name: name }));
  return <LayoutPanel hypertable={hypertable} name={name} {...settled} />;
}

export async function Server() {
  return <ServerPanel {...await settle(server)} />;
}

export async function Tables() {
  await connection();
  return <TablesPanel {...await list(() => listTables(catalogReader()))} />;
}

export async function Aggregates() {
  const [found, edition] = await Promise.all([list(aggregates), editionOf()]);
  return <AggregatesPanel {...found} edition={edition} />;
}

export async function Policies() {
  const [found, edition] = await Promise.all([list(jobs), editionOf()]);
  return <PoliciesPanel {...found} edition={edition} />;
}

/** The hypertable that an address names by its own name or its aggregate's; undefined when there is none. */
export async function findHypertableOfPage(name: string) {
  const settled = await list(hypertables);
  const items = settled.initial?.items ?? [];
  const found =
    items.find((h) => shownName(h) === name) ??
    items.find((h) => [h.hypertable_name, `${h.hypertable_schema}.${h.hypertable_name}`].includes(name));
  return { found, ...settled };
}
