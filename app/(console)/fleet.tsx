import { connection } from "next/server";
import { settle } from "#app/settle.ts";
import { FleetView } from "#components/panels/fleet/fleet-view.client.tsx";
import { getFleetSummary } from "#db/queries/fleet.ts";
import { reader } from "#db/server.ts";
import { resolveRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

/** Reads the fleet over the range and hands it to the view, which refreshes it from there. */
export async function Fleet({ choice }: { choice: RangeChoice }) {
  await connection();
  const now = new Date();
  const { initial, initialProblem } = await settle(() =>
    getFleetSummary(reader(), { ...resolveRange(choice, now), now }),
  );
  return <FleetView choice={choice} initial={initial} problem={initialProblem} />;
}
