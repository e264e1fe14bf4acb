import type { ServiceLevel } from "#lib/model/service-level.ts";
import { accountingParams } from "#lib/service-level.ts";

/** The route that a report's figures come from, with all that was chosen. */
export function reportPath(node_id: string, { from, to, time_zone, accounting }: ServiceLevel): string {
  const search = accountingParams(accounting);
  for (const [name, value] of Object.entries({ from, to, time_zone })) search.set(name, value);
  return `/api/v1/nodes/${encodeURIComponent(node_id)}/report?${search.toString()}`;
}
