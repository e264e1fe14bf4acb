import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { FleetSkeleton } from "#components/panels/fleet/fleet-skeleton.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import { parseRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { Fleet } from "./fleet.tsx";

export const metadata: Metadata = { title: "Fleet" };

export default async function FleetPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePage("viewer");
  const range = rangeOf(await searchParams);
  return (
    <>
      <h1 className="sr-only">Fleet</h1>
      {"problem" in range ? (
        <Panel title="Nodes" height={440}>
          <ProblemMessage problem={range.problem} />
        </Panel>
      ) : (
        <Suspense fallback={<FleetSkeleton />}>
          <Fleet choice={range.choice} />
        </Suspense>
      )}
    </>
  );
}

function rangeOf(params: SearchParams): { choice: RangeChoice } | { problem: Problem } {
  try {
    return { choice: parseRange(params) };
  } catch (error) {
    return { problem: toProblem(error) };
  }
}
