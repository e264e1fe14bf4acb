import { HEAT_MEASURES } from "#lib/heat.ts";
import { EXPORT_FORMATS, EXPORT_SOURCES } from "#lib/export/columns.ts";
import { COMPARE_MAX } from "#lib/compare.ts";
import { FORMATS } from "#lib/ingest/format.ts";
import { PRECISIONS } from "#lib/ingest/parser.ts";
import { OVERLAY_NODES_MAX } from "#lib/overlays.ts";
import { RANGE_KEYS } from "#lib/range.ts";
import { DEFAULT_POINTS, MAX_POINTS } from "#lib/resolution.ts";
import { SERIES_SOURCES } from "#lib/series-wish.ts";

type Schema = Record<string, unknown>;

/** A query parameter as an operation names it. */
export type Parameter = { name: string; description: string; schema: Schema; required?: boolean };

const text: Schema = { type: "string" };
const time: Schema = { type: "string", format: "date-time" };
const parameter = (name: string, description: string, schema: Schema = text): Parameter => ({
  name,
  description,
  schema,
});

export const RANGE = [
  parameter("range", "The range's length; it ends now. 24h when neither this nor from and to is given.", {
    type: "string",
    enum: RANGE_KEYS,
  }),
  parameter("from", "Start of a fixed range, inclusive; wants `to`.", time),
  parameter("to", "End of a fixed range, exclusive; wants `from`.", time),
];

export const TIME_ZONE = parameter("time_zone", "Whose days are meant: UTC, or an IANA name. UTC when left out.");

export const SERIES = [
  ...RANGE,
  parameter("points", "How many points at most.", {
    type: "integer",
    minimum: 1,
    maximum: MAX_POINTS,
    default: DEFAULT_POINTS,
  }),
  TIME_ZONE,
  parameter("source", "The relation to read; the console chooses when left out.", {
    type: "string",
    enum: SERIES_SOURCES,
  }),
  parameter("bucket_seconds", "Width of a bucket; the console chooses when left out.", {
    type: "integer",
    minimum: 1,
  }),
];

export const OVERLAID = parameter(
  "overlay",
  `What to lay over, by commas: region (median of the node's region), before (the node in the period before), and ids of at most ${OVERLAY_NODES_MAX} other nodes.`,
);

export const ACCOUNTING = [
  parameter("objective", "What is promised, in percent.", { type: "number", minimum: 0, maximum: 100, default: 99.9 }),
  parameter("silence", "What time without a sample counts as.", {
    type: "string",
    enum: ["up", "down", "out"],
    default: "out",
  }),
  parameter("loss_max", "Packet loss in percent above which a minute counts as down; none when left out.", {
    type: "number",
    minimum: 0,
    maximum: 100,
  }),
  parameter("maintenance", "Windows that are left out, each `from/to`; at most 50.", { type: "array", items: text }),
];

export const MEASURE = parameter("measure", "What the map shows.", {
  type: "string",
  enum: HEAT_MEASURES,
  default: "latency",
});

export const COMPARED: Parameter = {
  ...parameter("node", "The nodes' ids, one parameter each.", {
    type: "array",
    items: { type: "string", format: "uuid" },
    minItems: 1,
    maxItems: COMPARE_MAX,
  }),
  required: true,
};

export const EXPORT = [
  ...RANGE,
  parameter("source", "The relation whose rows are wanted.", {
    type: "string",
    enum: EXPORT_SOURCES,
    default: "metrics",
  }),
  parameter("format", "The file's format.", { type: "string", enum: Object.keys(EXPORT_FORMATS), default: "csv" }),
  parameter("node", "The nodes' ids, one parameter each, at most 100; all when left out.", {
    type: "array",
    items: { type: "string", format: "uuid" },
    maxItems: 100,
  }),
];

export const SEARCHED = parameter("q", "Part of a name or region.", { type: "string", maxLength: 100 });

export const SCHEMA = parameter("schema", "Tells hypertables of one name apart.", { type: "string", maxLength: 63 });

export const CHUNKS = [
  parameter("hypertable", "Of this hypertable or continuous aggregate alone.", { type: "string", maxLength: 63 }),
  SCHEMA,
  parameter("limit", "How many at most.", { type: "integer", minimum: 1, maximum: 20_000, default: 500 }),
  parameter("shape", "`columns` answers the same as a table, a fifth of the bytes.", {
    type: "string",
    enum: ["items", "columns"],
    default: "items",
  }),
];

export const SCENARIO = [
  parameter("nodes", "As measured when left out.", { type: "integer", minimum: 1, maximum: 1_000_000 }),
  parameter("interval", "Distance of two measurements, like 60s; as measured when left out."),
  parameter("compress", "Compress after, like 3d, or never; as in force when left out."),
  parameter("retain", "Drop after, like 90d, or never; as in force when left out."),
  parameter("chunk", "Chunk interval, like 7d; as in force when left out."),
  parameter("disk", "The disk's size, like 500GiB; without it nothing is said of when it is full."),
  parameter("until", "A day like 2027-03-01, or a distance like 90d; a year when left out."),
];

export const AUDIT = [
  parameter("actor", "Who did it."),
  parameter("action", "What was done."),
  parameter("outcome", "How it ended.", { type: "string", enum: ["done", "refused", "failed"] }),
  parameter("since", "Not before."),
  parameter("until", "Not after."),
  parameter("before", "Rows before the one with this event_id.", { type: "integer", minimum: 0 }),
  parameter("format", "All that match as a file.", { type: "string", enum: ["csv", "ndjson"] }),
];

export const INGEST = [
  parameter("format", "The body's format; without it Content-Type or the first bytes say.", {
    type: "string",
    enum: FORMATS,
  }),
  parameter("precision", "Unit of the times of line protocol.", { type: "string", enum: PRECISIONS }),
  parameter("on_conflict", "What becomes of a measurement that is there already.", {
    type: "string",
    enum: ["ignore", "update"],
  }),
  parameter("node_tag", "Tags of line protocol that name the node, by commas."),
  parameter("region_tag", "The tag of line protocol that names the region."),
];

/** To whatever answers JSON to the scope `read`. */
export const SQL = parameter("sql", "1 adds `statements`: what the answer was read with.", {
  type: "string",
  enum: ["1"],
});

/** Parts of the path by name. */
export const IN_PATH: Record<string, Parameter> = {
  node_id: parameter("node_id", "The node's id.", { type: "string", format: "uuid" }),
  hypertable: parameter("hypertable", "Name of a hypertable or continuous aggregate.", {
    type: "string",
    maxLength: 63,
  }),
  chunk: parameter("chunk", "Name of a chunk, or `newest`.", { type: "string", maxLength: 63 }),
};
