import { type Kysely, sql } from "kysely";
import { latencyBinEdge } from "#lib/latency-bins.ts";
import type { LatencyBin, LatencyDistribution } from "#lib/model/distribution.ts";
import { sourcesOf } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { planOfNode } from "./node-plan.ts";
import { binsOf } from "./segments.ts";

type Row = { latency_bin: number; replies: number };

/** Every bin from the first to the last filled one: between them no reply means 0, not unknown. */
const withoutHoles = (rows: Row[]): LatencyBin[] => {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  const replies_of = new Map(rows.map((row) => [row.latency_bin, row.replies]));
  return Array.from({ length: last.latency_bin - first.latency_bin + 1 }, (_, index) => {
    const bin = first.latency_bin + index;
    return {
      latency_ms_from: latencyBinEdge(bin),
      latency_ms_to: latencyBinEdge(bin + 1),
      reply_count: replies_of.get(bin) ?? 0,
    };
  });
};

/**
 * How one node's replies over [from, to) are spread over latency, in the bins of lib/latency-bins.ts. Reads what
 * getNodeFigures reads, by the same plan, so that the counts add up to its reply_count: metrics, or where that is too
 * much the histograms of aggregates_daily, aggregates_hourly and the edges from metrics. Unknown node: FiberError not_found.
 */
export const getLatencyDistribution = async (
  db: Kysely<Database>,
  question: { node_id: string; from: Date; to: Date; now: Date },
): Promise<LatencyDistribution> => {
  const { node_id, from, to, now } = question;
  const { plan } = await planOfNode(db, question);
  const { rows } = await sql<Row>`
    SELECT latency_bin, sum(replies) AS replies
    FROM (${binsOf(plan.segments, node_id)}) histogram
    GROUP BY latency_bin ORDER BY latency_bin`.execute(db);
  return {
    node_id,
    from: from.toISOString(),
    to: to.toISOString(),
    sources: sourcesOf(plan),
    reply_count: rows.reduce((sum, row) => sum + row.replies, 0),
    bins: withoutHoles(rows),
    as_of: now.toISOString(),
  };
};
