import { requireApi } from "#app/guard.ts";
import { problemResponse } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { insertAudit, listAudit, streamAudit } from "#db/access/audit.ts";
import { accessDatabase } from "#db/access/server.ts";
import { auditCsvHeader, auditCsvRow } from "#lib/access/audit-csv.ts";
import { AUDIT_PARAMETERS, readAuditFilter } from "#lib/access/audit-filter.ts";
import { invalidInput } from "#lib/errors.ts";
import type { AuditEvent, AuditFilter } from "#lib/model/access.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

const LIMIT = 100;

/** How each format begins and what each row becomes. */
const FORMATS = {
  csv: { type: "text/csv; charset=utf-8", begin: auditCsvHeader(), row: auditCsvRow },
  ndjson: {
    type: "application/x-ndjson",
    begin: "",
    row: (event: AuditEvent) => `${JSON.stringify(event)}\n`,
  },
} as const;

const streamOf = ({ begin, row }: (typeof FORMATS)["csv" | "ndjson"], filter: AuditFilter): ReadableStream => {
  const encoder = new TextEncoder();
  const events = streamAudit(accessDatabase(), filter);
  let begun = false;
  return new ReadableStream({
    pull: async (controller) => {
      if (!begun) controller.enqueue(encoder.encode(begin));
      begun = true;
      const { value, done } = await events.next();
      if (done) return controller.close();
      controller.enqueue(encoder.encode(row(value)));
    },
    cancel: async () => void (await events.return(undefined)),
  });
};

/**
 * The audit, newest first, for administrators: `{items, next_before}` with `before` to go on, or all that match with
 * `format=csv|ndjson`, streamed. An export is itself noted before it begins.
 */
export const GET = async (request: Request): Promise<Response> => {
  try {
    const { actor } = await requireApi(request, { role: "admin" });
    const parameters = readParameters(request, [...AUDIT_PARAMETERS, "format", "before"]);
    const filter = readAuditFilter(parameters);
    const { format, before } = parameters;
    if (format === "csv" || format === "ndjson") {
      const detail = { format, ...filter };
      await insertAudit(accessDatabase(), { actor, action: "audit.export", outcome: "done", detail });
      return new Response(streamOf(FORMATS[format], filter), {
        headers: {
          "Content-Type": FORMATS[format].type,
          "Content-Disposition": `attachment; filename="fiber-audit.${format}"`,
          "Cache-Control": "no-store",
        },
      });
    }
    if (format !== undefined) throw invalidInput("format", "format must be csv or ndjson.");
    if (before !== undefined && (typeof before !== "string" || !/^\d{1,15}$/.test(before)))
      throw invalidInput("before", "before must be the event_id of a row.");
    const items = await listAudit(accessDatabase(), filter, {
      limit: LIMIT,
      before: before === undefined ? undefined : Number(before),
    });
    const next_before = items.length < LIMIT ? null : (items.at(-1)?.event_id ?? null);
    return Response.json({ items, next_before }, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
};
