import type { Limits } from "./measurement.ts";
import { type ObjectKind, parseObject, readObject } from "./objects.ts";
import { createLineParser, type MeasurementParser, type ParserOptions, type ReadLine } from "./parser.ts";

/**
 * Measurements of NDJSON in UTF-8: one object a line with the fields of a measurement as keys, or a result of RIPE
 * Atlas or of fping. Blank lines are passed over.
 */
export const createNdjsonParser = (
  limits: Limits,
  { now }: ParserOptions,
  kind: ObjectKind = "any",
): MeasurementParser => {
  const readLine: ReadLine = (text, line) => {
    if (text.trim() === "") return undefined;
    const object = parseObject(text);
    if (typeof object === "string") return [{ line, field: "line", message: object }];
    return readObject(object, line, kind, now);
  };
  return createLineParser(readLine, limits);
};
