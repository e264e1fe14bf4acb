import { headers } from "next/headers";
import { connection } from "next/server";
import { cache } from "react";
import { publicAddress } from "#app/request.ts";
import { settle } from "#app/settle.ts";
import { ActivityPanel } from "#components/panels/ingest/activity-panel.client.tsx";
import { IngestTiles } from "#components/panels/ingest/ingest-tiles.client.tsx";
import { LateDaysPanel } from "#components/panels/ingest/late-days-panel.client.tsx";
import { ConflictsPanel, RejectsPanel } from "#components/panels/ingest/rejects-panel.client.tsx";
import { SourcesPanel } from "#components/panels/ingest/sources-panel.client.tsx";
import { getIngestActivity } from "#db/queries/ingest-activity.ts";
import { listIngestRejects } from "#db/queries/ingest-rejects.ts";
import { listLateDays } from "#db/queries/late-days.ts";
import { reader } from "#db/server.ts";
import { resolveRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

// Several panels of a page look at the same answer; each question is asked once a request.
const activity = cache(async (choice: RangeChoice) => {
  await connection();
  const now = new Date();
  return settle(() => getIngestActivity(reader(), { ...resolveRange(choice, now), now }));
});
const rejects = cache(async () => {
  await connection();
  return settle(() => listIngestRejects(reader(), { now: new Date() }));
});
const lateDays = cache(async () => {
  await connection();
  return settle(() => listLateDays(reader(), { now: new Date() }));
});

type Ranged = { choice: RangeChoice };

export async function Tiles({ choice }: Ranged) {
  const [counted, late] = await Promise.all([activity(choice), lateDays()]);
  return <IngestTiles choice={choice} activity={counted} late={late} />;
}

export async function Arrival({ choice }: Ranged) {
  const address = publicAddress(await headers());
  return <ActivityPanel choice={choice} address={address} {...await activity(choice)} />;
}

export async function Sources({ choice }: Ranged) {
  return <SourcesPanel choice={choice} {...await activity(choice)} />;
}

export async function Rejects() {
  return <RejectsPanel {...await rejects()} />;
}

export async function Conflicts() {
  return <ConflictsPanel {...await rejects()} />;
}

export async function LateDays() {
  return <LateDaysPanel {...await lateDays()} />;
}
