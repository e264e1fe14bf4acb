import { classifyDatabaseError } from "#db/errors.ts";
import { getServerVersions } from "#db/queries/health.ts";
import { reader } from "#db/server.ts";
import { VERSION } from "#lib/version.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Whether the console and its database answer; no sign-in, no detail that would help an intruder. */
export async function GET(): Promise<Response> {
  const headers = { "Cache-Control": "no-store" };
  try {
    const database = { reachable: true, ...(await getServerVersions(reader())) };
    const ready = database.timescaledb !== null;
    return Response.json(
      { status: ready ? "ok" : "degraded", database, version: VERSION },
      { status: ready ? 200 : 503, headers },
    );
  } catch (error) {
    const database = { reachable: false, edition: null, timescaledb: null, postgres: null };
    const { kind } = classifyDatabaseError(error);
    return Response.json({ status: "unavailable", reason: kind, database, version: VERSION }, { status: 503, headers });
  }
}
