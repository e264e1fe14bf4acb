import type { Answers } from "#lib/api/answers.ts";
import {
  ACCOUNTING,
  AUDIT,
  CHUNKS,
  COMPARED,
  EXPORT,
  INGEST,
  MEASURE,
  OVERLAID,
  type Parameter,
  RANGE,
  SCENARIO,
  SCHEMA,
  SEARCHED,
  SERIES,
  SQL,
  TIME_ZONE,
} from "./parameters.ts";

/** One address of /api/v1 and what it does. */
export type Operation = {
  method: "get" | "post";
  summary: string;
  parameters: Parameter[];
  /** What a token needs; null: no token, an administrator's session. */
  scope: "read" | "ingest" | null;
  /** Media types of its 200 that are not described by a schema. */
  files?: readonly string[];
};

const get = (summary: string, ...parameters: Parameter[]): Operation => ({
  method: "get",
  summary,
  parameters: [...parameters, SQL],
  scope: "read",
});

const CSV = "text/csv";
const NDJSON = "application/x-ndjson";

/** Every address that answers JSON of a type in lib/api/answers.ts; a missing one is a type error. */
export const OPERATIONS: Record<keyof Answers, Operation> = {
  "/api/v1/audit": {
    method: "get",
    summary: "What was done and refused, newest first, or all of it as a file",
    parameters: AUDIT,
    scope: null,
    files: [CSV, NDJSON],
  },
  "/api/v1/compare": get("1 to 24 nodes over the same buckets of a range", COMPARED, ...RANGE),
  "/api/v1/datasets": get("What is shown but was not measured by live probes"),
  "/api/v1/ingest": {
    method: "post",
    summary: "Store measurements; good lines are stored, bad ones named. 200 once all that is counted is committed",
    parameters: INGEST,
    scope: "ingest",
  },
  "/api/v1/ingest/activity": get("What ingest did in a range", ...RANGE),
  "/api/v1/ingest/late-days": get("Days whose aggregates wait for a refresh, or had one"),
  "/api/v1/ingest/rejects": get("The last refused lines, and the region conflicts"),
  "/api/v1/nodes": get("Every node with status and the figures of a range", ...RANGE),
  "/api/v1/nodes/changes": get("Every node in the period before the range, and the fleet over its slices", ...RANGE),
  "/api/v1/nodes/heat-map": get("One measure of every node over slices of a range", ...RANGE, MEASURE),
  "/api/v1/nodes/names": get("Every node by name, id and region"),
  "/api/v1/nodes/{node_id}/distribution": get("How a node's replies are spread over latency", ...RANGE),
  "/api/v1/nodes/{node_id}/figures": get("A node and its figures over a range", ...RANGE),
  "/api/v1/nodes/{node_id}/hour-pattern": get("A node's latency by hour of the day", ...RANGE, TIME_ZONE),
  "/api/v1/nodes/{node_id}/jitter": get("How much a node's latency varies, with what it is measured by", ...SERIES),
  "/api/v1/nodes/{node_id}/level-shifts": get(
    "When the level of a node's latency shifted, and how good the marks are",
    ...RANGE,
  ),
  "/api/v1/nodes/{node_id}/outages": get("When the target gave no reply, and when the probe was silent", ...RANGE),
  "/api/v1/nodes/{node_id}/overlays": get(
    "Medians to lay over a node's latency, and what cannot be laid with its reason",
    OVERLAID,
    ...SERIES,
  ),
  "/api/v1/nodes/{node_id}/report": get("A node's service level", ...RANGE, ...ACCOUNTING, TIME_ZONE),
  "/api/v1/nodes/{node_id}/series": get("A node's series: one point a bucket, gaps without values", ...SERIES),
  "/api/v1/nodes/{node_id}/uptime-days": get("A node's newest 90 days in a zone", TIME_ZONE),
  "/api/v1/search": get("Nodes by part of a name or region, at most twenty", SEARCHED),
  "/api/v1/storage/aggregates": get("Every continuous aggregate with its freshness"),
  "/api/v1/storage/capacity": get("How large the database will be, and when a disk is full", ...SCENARIO),
  "/api/v1/storage/chunks": get("The newest chunks, newest first", ...CHUNKS),
  "/api/v1/storage/database": get("The database as a whole"),
  "/api/v1/storage/findings": get("What the advisor found, snoozed findings last"),
  "/api/v1/storage/growth": get("How the database grew; all samples kept when no range is given", ...RANGE),
  "/api/v1/storage/hypertables": get("Every hypertable, those of continuous aggregates included"),
  "/api/v1/storage/hypertables/{hypertable}": get("How one hypertable or aggregate is laid out", SCHEMA),
  "/api/v1/storage/hypertables/{hypertable}/chunks/{chunk}": get("Everything about one chunk"),
  "/api/v1/storage/hypertables/{hypertable}/lifecycle": get("What becomes of its rows over time", SCHEMA),
  "/api/v1/storage/jobs": get("Every policy and job, judged by what it achieved"),
  "/api/v1/storage/server": get("The server around the database"),
  "/api/v1/storage/tables": get("Ordinary tables, the largest first"),
};

/** The addresses whose answer is no JSON of ours. */
export const FILE_OPERATIONS: Record<string, Operation> = {
  "/api/v1/export": {
    method: "get",
    summary: "Rows of a relation over a range as a file, streamed; one that fails midway is broken off",
    parameters: EXPORT,
    scope: "read",
    files: [CSV, NDJSON, "application/vnd.apache.parquet"],
  },
  "/api/v1/openapi.json": {
    method: "get",
    summary: "This description",
    parameters: [],
    scope: "read",
    files: ["application/json"],
  },
};
