import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { IngestTilesFrame } from "#components/panels/ingest/ingest-tiles-frame.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import { rangeOf } from "../range-of.ts";
import { Arrival, Conflicts, LateDays, Rejects, Sources, Tiles } from "./parts.tsx";

export const metadata: Metadata = { title: "Ingest" };

const waiting = (title: string, height: 170 | 240 | 400) => (
  <Panel title={title} height={height}>
    <PanelSkeleton rows={Math.round(height / 36)} />
  </Panel>
);

export default async function IngestPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePage("viewer");
  const range = rangeOf(await searchParams);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-2">
      <h1 className="sr-only">Ingest</h1>
      <div className="xl:col-span-2">
        {"problem" in range ? (
          <Panel title="Arrival" height={400}>
            <ProblemMessage problem={range.problem} />
          </Panel>
        ) : (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <Suspense fallback={<IngestTilesFrame />}>
              <Tiles choice={range.choice} />
            </Suspense>
            <Suspense fallback={waiting("Arrival", 400)}>
              <Arrival choice={range.choice} />
            </Suspense>
            <Suspense fallback={waiting("Sources", 170)}>
              <Sources choice={range.choice} />
            </Suspense>
          </div>
        )}
      </div>
      <div className="xl:col-span-2">
        <Suspense fallback={waiting("Last refused lines", 240)}>
          <Rejects />
        </Suspense>
      </div>
      <Suspense fallback={waiting("Region conflicts", 170)}>
        <Conflicts />
      </Suspense>
      <Suspense fallback={waiting("Late measurements", 170)}>
        <LateDays />
      </Suspense>
    </div>
  );
}
