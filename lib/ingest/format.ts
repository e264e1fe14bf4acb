import { createCsvParser } from "./csv.ts";
import { createInfluxParser } from "./influx.ts";
import { createJsonParser, createResultsParser } from "./json.ts";
import type { Limits } from "./measurement.ts";
import { createNdjsonParser } from "./ndjson.ts";
import type { MeasurementParser, ParserOptions } from "./parser.ts";

type CreateParser = (limits: Limits, options: ParserOptions) => MeasurementParser;

/** Formats that can be read, by the name that `--format` takes. */
const byFormat = {
  csv: createCsvParser,
  ndjson: (limits, options) => createNdjsonParser(limits, options),
  json: (limits, options) => createJsonParser(limits, options),
  influx: createInfluxParser,
  atlas: (limits, options) => createResultsParser(limits, options, "atlas"),
  fping: (limits, options) => createResultsParser(limits, options, "fping"),
} as const satisfies Record<string, CreateParser>;

export type Format = keyof typeof byFormat;
export const parsers: Readonly<Record<Format, CreateParser>> = byFormat;
export const FORMATS = Object.keys(byFormat) as Format[];

const EXTENSIONS: [RegExp, Format][] = [
  [/\.csv(\.gz)?$/i, "csv"],
  [/\.(ndjson|jsonl)(\.gz)?$/i, "ndjson"],
  [/\.(lp|influx)(\.gz)?$/i, "influx"],
];

const CSV_HEADER = /(^|,)\s*"?(node_name|latency_ms|time)"?\s*(,|$)/;

/** The format of an input by its file name, or else by its first bytes (not gzip); what looks like nothing else is CSV. */
export const guessFormat = (file_name: string, head: Uint8Array): Format => {
  const known = EXTENSIONS.find(([pattern]) => pattern.test(file_name));
  if (known) return known[1];
  const text = new TextDecoder().decode(head.subarray(0, 1024)).trimStart();
  if (text.startsWith("[")) return "json";
  if (text.startsWith("{")) return /^\{\s*("data"\s*:|$|"[^"]*"\s*:\s*[[{]?\s*\n)/.test(text) ? "json" : "ndjson";
  const line = text.split("\n").find((one) => one.trim() !== "" && !one.startsWith("#")) ?? "";
  return !CSV_HEADER.test(line.trim()) && /^[^\s,]+(,[^\s=]+=\S+)* +[^\s=]+=/.test(line) ? "influx" : "csv";
};

const CONTENT_TYPES: Record<string, Format> = {
  "text/csv": "csv",
  "application/csv": "csv",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
  "application/jsonl": "ndjson",
  "application/x-jsonlines": "ndjson",
  "application/json": "json",
  "text/plain": "influx",
  "application/x-influxdb-line-protocol": "influx",
  "application/vnd.influx.line-protocol": "influx",
  "text/x-influx-line-protocol": "influx",
  "application/x-line-protocol": "influx",
};

/** The format of a Content-Type (parameters aside); undefined when it is none that is read. */
export const formatOfContentType = (content_type: string | null): Format | undefined =>
  CONTENT_TYPES[content_type?.split(";")[0]?.trim().toLowerCase() ?? ""];
