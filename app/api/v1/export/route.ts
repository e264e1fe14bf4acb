import { problemResponse } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { requireApi } from "#app/guard.ts";
import { log } from "#app/log.ts";
import { insertAudit } from "#db/access/audit.ts";
import { accessDatabase } from "#db/access/server.ts";
import { readExport } from "#db/queries/export.ts";
import { getNode, listNodes } from "#db/queries/nodes.ts";
import { reader } from "#db/server.ts";
import { type Principal, principalAllowsNode } from "#lib/access/roles.ts";
import { FiberError } from "#lib/errors.ts";
import { EXPORT_COLUMNS, EXPORT_FORMATS } from "#lib/export/columns.ts";
import { toParquet } from "#lib/export/parquet.ts";
import { streamOf } from "#lib/export/stream.ts";
import { toCsv, toNdjson } from "#lib/export/text.ts";
import type { Node } from "#lib/model/node.ts";
import { readExportParameters } from "./parameters.ts";
import { takeExportSlot } from "./slots.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

const WRITERS = { csv: toCsv, ndjson: toNdjson, parquet: toParquet } as const;

/** The nodes named, or all; a token that is restricted to some gets these, and is refused others by name. */
const nodesFor = async (principal: Principal, node_ids: string[]): Promise<Node[]> => {
  const may = (node: Node) => principalAllowsNode(principal, node.node_name);
  if (node_ids.length === 0) return (await listNodes(reader())).filter(may);
  const nodes = await Promise.all(node_ids.map((node_id) => getNode(reader(), node_id)));
  if (!nodes.every(may)) throw new FiberError("not_permitted", "This token is restricted to other nodes.");
  return nodes;
};

/**
 * Rows of a relation over one range as a file, streamed: `source` metrics, aggregates_hourly or aggregates_daily;
 * `format` csv, ndjson or parquet; `node` once or more, or left out for all; `range` or `from` and `to`. A failure midway
 * breaks the connection off, so that what came is never taken for the whole. An export is noted in the audit before it
 * begins, and again when it fails midway.
 */
export const GET = async (request: Request): Promise<Response> => {
  let done: (() => void) | undefined;
  try {
    const { principal, actor } = await requireApi(request, { scope: "read", node: "checked" });
    const parameters = readParameters(request, [...RANGE_PARAMETERS, "source", "format", "node"]);
    const { source, format, node_ids } = readExportParameters(parameters);
    const { from, to } = readRange(parameters);
    const nodes = await nodesFor(principal, node_ids);
    done = takeExportSlot();
    const entry = {
      actor,
      action: "measurements.export",
      subject: source,
      detail: {
        format,
        from: from.toISOString(),
        to: to.toISOString(),
        nodes: node_ids.length === 0 ? "all" : node_ids,
      },
    };
    await insertAudit(accessDatabase(), { ...entry, outcome: "done" });
    const columns = EXPORT_COLUMNS[source];
    const parts = WRITERS[format](readExport(reader(), { source, nodes, from, to }), columns);
    const day = (time: Date) => time.toISOString().slice(0, 10);
    const failed = (error: unknown) => {
      log.error(error);
      insertAudit(accessDatabase(), { ...entry, outcome: "failed" }).catch((unwritten: unknown) =>
        log.error(unwritten),
      );
    };
    return new Response(streamOf(parts, { done, failed }), {
      headers: {
        "Content-Type": EXPORT_FORMATS[format],
        "Content-Disposition": `attachment; filename="fiber-${source}-${day(from)}-${day(to)}.${format}"`,
        "Cache-Control": "no-store",
      },
    });
  } catch (error) {
    done?.();
    return problemResponse(error);
  }
};
