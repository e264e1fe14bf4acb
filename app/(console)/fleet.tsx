import { connection } from "next/server";
import { createLoader } from "nuqs/server";
import type { SearchParams } from "nuqs/server";
import { settle } from "#app/settle.ts";
import { fleetStart } from "#components/panels/fleet/fleet-start.ts";
import { FleetView } from "#components/panels/fleet/fleet-view.client.tsx";
import { fleetParams } from "#components/panels/fleet/search-params.ts";
import { getFleetSummary } from "#db/queries/fleet.ts";
import { reader } from "#db/server.ts";
import { resolveRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

const loadFilter = createLoader(fleetParams);

type FleetProps = { choice: RangeChoice; search: SearchParams };

/** Reads the fleet over the range and hands it, or the start of a large one, to the view, which refreshes it from there. */
export async function Fleet({ choice, search }: FleetProps) {
  await connection();
  const now = new Date();
  const { initial, initialProblem } = await settle(() =>
    getFleetSummary(reader(), { ...resolveRange(choice, now), now }),
  );
  const start = initial && fleetStart(initial, loadFilter(search));
  return <FleetView choice={choice} initial={start ? undefined : initial} start={start} problem={initialProblem} />;
}
