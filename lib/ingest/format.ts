import { createCsvParser } from "./csv.ts";
import type { Limits } from "./measurement.ts";
import { createNdjsonParser } from "./ndjson.ts";
import type { MeasurementParser } from "./parser.ts";

/** Formats that can be read, by the name that `--format` takes. */
export const parsers = {
  csv: createCsvParser,
  ndjson: createNdjsonParser,
} as const satisfies Record<string, (limits: Limits) => MeasurementParser>;

export type Format = keyof typeof parsers;
export const FORMATS = Object.keys(parsers) as Format[];

const EXTENSIONS: [RegExp, Format][] = [
  [/\.csv(\.gz)?$/i, "csv"],
  [/\.(ndjson|jsonl)(\.gz)?$/i, "ndjson"],
];

/** The format of an input by its file name, or else by its first bytes (not gzip): `{` begins NDJSON, the rest is CSV. */
export const guessFormat = (file_name: string, head: Uint8Array): Format => {
  const known = EXTENSIONS.find(([pattern]) => pattern.test(file_name));
  if (known) return known[1];
  const text = new TextDecoder().decode(head.subarray(0, 1024)).trimStart();
  return text.startsWith("{") ? "ndjson" : "csv";
};
