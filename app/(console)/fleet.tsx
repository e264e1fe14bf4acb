import { connection } from "next/server";
import { FleetView } from "#components/panels/fleet/fleet-view.client.tsx";
import { classifyDatabaseError } from "#db/errors.ts";
import { getFleetSummary } from "#db/queries/fleet.ts";
import { reader } from "#db/server.ts";
import { toProblem } from "#lib/problem.ts";
import { resolveRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

/** Reads the fleet over the range and hands it to the view, which refreshes it from there. */
export async function Fleet({ choice }: { choice: RangeChoice }) {
  await connection();
  const now = new Date();
  const answer = await Promise.resolve()
    .then(() => getFleetSummary(reader(), { ...resolveRange(choice, now), now }))
    .then((initial) => ({ initial, problem: undefined }))
    .catch((error: unknown) => ({ initial: undefined, problem: toProblem(classifyDatabaseError(error)) }));
  return <FleetView choice={choice} {...answer} />;
}
