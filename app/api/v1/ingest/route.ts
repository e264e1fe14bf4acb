import { problemResponse } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { requireApi } from "#app/guard.ts";
import { readBodyOptions, receive } from "#app/ingest/receive.ts";
import { startIngest } from "#db/server-write.ts";
import { invalidInput } from "#lib/errors.ts";
import { type Format, formatOfContentType, FORMATS } from "#lib/ingest/format.ts";

export { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } from "#app/api/only-post.ts";
export const dynamic = "force-dynamic";

const PARAMETERS = ["format", "precision", "on_conflict", "node_tag", "region_tag"];

/** What says nothing about the format: nothing, and what curl and others send when they are not told. */
const SILENT = ["", "application/octet-stream", "application/x-www-form-urlencoded", "application/gzip"];

const formatOf = (wanted: unknown, content_type: string | null): Format | undefined => {
  if (wanted !== undefined) {
    const known = FORMATS.find((format) => format === wanted);
    if (known === undefined) throw invalidInput("format", `format must be one of ${FORMATS.join(", ")}.`);
    return known;
  }
  const known = formatOfContentType(content_type);
  if (known === undefined && !SILENT.includes(content_type?.split(";")[0]?.trim().toLowerCase() ?? ""))
    throw invalidInput(
      "Content-Type",
      "Content-Type must be application/json, application/x-ndjson, text/csv or text/plain (line protocol).",
    );
  return known;
};

/**
 * Measurements in JSON, NDJSON, CSV or line protocol, gzip or not: good lines are stored, bad ones named.
 * `{accepted, duplicates, rejected, errors: [{line, field, message}], nodes_created, region_conflicts}`, once all that
 * is counted is committed.
 */
export const POST = async (request: Request): Promise<Response> => {
  try {
    const { principal } = await requireApi(request, { scope: "ingest" });
    const { format } = readParameters(request, PARAMETERS);
    const options = {
      ...readBodyOptions(new URL(request.url).searchParams),
      format: formatOf(format, request.headers.get("content-type")),
    };
    const result = await receive(request, principal, options, startIngest);
    return Response.json(result, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
};
