import { connection } from "next/server";
import { cache } from "react";
import { settle } from "#app/settle.ts";
import { ChunksPanel } from "#components/panels/chunks/chunks-panel.client.tsx";
import { LifecyclePanel } from "#components/panels/chunks/lifecycle-panel.client.tsx";
import { DoctorPanel } from "#components/panels/jobs/doctor-panel.client.tsx";
import { AggregatesPanel } from "#components/panels/storage/aggregates-panel.client.tsx";
import { GrowthPanel } from "#components/panels/storage/growth-panel.client.tsx";
import { HypertablesPanel } from "#components/panels/storage/hypertables-panel.client.tsx";
import { PoliciesPanel } from "#components/panels/storage/policies-panel.client.tsx";
import { StorageTiles } from "#components/panels/storage/storage-tiles.client.tsx";
import { getJudgement } from "#db/queries/advisor.ts";
import { listAggregates } from "#db/queries/aggregates.ts";
import { listChunks } from "#db/queries/chunks.ts";
import { getDatabaseOverview } from "#db/queries/database.ts";
import { getGrowth } from "#db/queries/growth.ts";
import { listHypertables } from "#db/queries/hypertables.ts";
import { listJobs } from "#db/queries/jobs.ts";
import { reader, replicaExpected } from "#db/server.ts";
import { CHUNKS_SHOWN } from "#lib/api/storage.ts";

// Several panels of a page look at the same answer; each question is asked once a request.
const list = async <T,>(ask: () => Promise<T[]>) => {
  await connection();
  return settle(async () => ({ items: await ask(), as_of: new Date().toISOString() }));
};
const database = cache(async () => {
  await connection();
  return settle(() => getDatabaseOverview(reader(), { replica_expected: replicaExpected() }));
});
const hypertables = cache(() => list(() => listHypertables(reader())));
const jobs = cache(() => list(() => listJobs(reader())));
const chunks = cache((hypertable_name: string | undefined) =>
  list(() => listChunks(reader(), { hypertable_name, limit: CHUNKS_SHOWN })),
);

const editionOf = async () => (await database()).initial?.edition;

/** The worst of what the advisor found; all of it is on /jobs. */
export async function Doctor() {
  await connection();
  const { initial, initialProblem } = await settle(() => getJudgement(reader()));
  return <DoctorPanel initial={initial?.advice} initialProblem={initialProblem} limit={5} />;
}

export async function Tiles() {
  const [overview, tables] = await Promise.all([database(), hypertables()]);
  return <StorageTiles database={overview} hypertables={tables} />;
}

export async function Growth() {
  await connection();
  return <GrowthPanel {...await settle(() => getGrowth(reader(), { now: new Date() }))} />;
}

export async function Hypertables() {
  return <HypertablesPanel {...await hypertables()} />;
}

export async function Lifecycle({ hypertable }: { hypertable?: string }) {
  const [found, policies] = await Promise.all([chunks(hypertable), jobs()]);
  return <LifecyclePanel {...(hypertable === undefined ? {} : { hypertable })} chunks={found} jobs={policies} />;
}

export async function Chunks({ hypertable }: { hypertable?: string }) {
  return <ChunksPanel {...(hypertable === undefined ? {} : { hypertable })} {...await chunks(hypertable)} />;
}

export async function Aggregates() {
  const [found, edition] = await Promise.all([list(() => listAggregates(reader())), editionOf()]);
  return <AggregatesPanel {...found} edition={edition} />;
}

export async function Policies() {
  const [found, edition] = await Promise.all([jobs(), editionOf()]);
  return <PoliciesPanel {...found} edition={edition} />;
}

/** The hypertable that an address names by its own name or its aggregate's; undefined when there is none. */
export async function findHypertableOfPage(name: string) {
  const settled = await hypertables();
  const found = settled.initial?.items.find((h) => h.hypertable_name === name || h.aggregate_name === name);
  return { found, ...settled };
}
