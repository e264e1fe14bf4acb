import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { requirePage } from "#app/guard.ts";
import { InTime } from "#app/in-time.tsx";
import { FleetSkeleton } from "#components/panels/fleet/fleet-skeleton.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Fleet } from "./fleet.tsx";
import { rangeOf } from "./range-of.ts";

export const metadata: Metadata = { title: "Fleet" };

export default async function FleetPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePage("viewer");
  const search = await searchParams;
  const range = rangeOf(search);
  return (
    <>
      <h1 className="sr-only">Fleet</h1>
      {"problem" in range ? (
        <Panel title="Nodes" height={440}>
          <ProblemMessage problem={range.problem} />
        </Panel>
      ) : (
        <InTime part={Fleet({ choice: range.choice, search })} fallback={<FleetSkeleton />} />
      )}
    </>
  );
}
