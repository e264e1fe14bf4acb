import { type Atlas, isAtlas, readAtlas } from "./atlas.ts";
import { isFping, readFping } from "./fping.ts";
import { FIELDS, type LineError, type RawMeasurement, show } from "./measurement.ts";

export type JsonObject = Record<string, unknown>;

/** A JSON object, or what is wrong with the text. */
export const parseObject = (text: string, what = "line"): JsonObject | string => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `The ${what} is not JSON: ${show(text)}.`;
  }
  if (Array.isArray(value))
    return what === "line"
      ? "The line is a JSON array; NDJSON has one object a line."
      : `The ${what} is a JSON array; it must be an object.`;
  if (typeof value !== "object" || value === null) return `The ${what} is ${show(value)}; it must be a JSON object.`;
  return value as JsonObject;
};

const KNOWN = new Set<string>(FIELDS);
const TEXT_FIELDS = ["node_name", "region"] as const;
const NUMBER_FIELDS = ["latency_ms", "uptime_pct", "packet_loss"] as const;

const typeName = (value: unknown): string => (Array.isArray(value) ? "array" : typeof value);

const wrongType = (line: number, field: string, value: unknown, wanted: string): LineError => ({
  line,
  field,
  message: `${field} is ${show(value)}, of type ${typeName(value)}; it must be ${wanted}.`,
});

/** The fields of a measurement as keys: figures are numbers or null, names are text, time is text or a number. */
const readPlain = (object: JsonObject, line: number): RawMeasurement | LineError[] => {
  const errors: LineError[] = [];
  for (const key of Object.keys(object)) {
    if (KNOWN.has(key)) continue;
    errors.push({ line, field: show(key), message: `The object has an unknown key ${show(key)}.` });
  }
  for (const field of TEXT_FIELDS) {
    const value = object[field];
    if (value != null && typeof value !== "string") errors.push(wrongType(line, field, value, "a text"));
  }
  for (const field of NUMBER_FIELDS) {
    const value = object[field];
    if (value != null && typeof value !== "number") errors.push(wrongType(line, field, value, "a number or null"));
  }
  return errors.length > 0 ? errors : object;
};

/** Which kinds of objects are read: `any` tells them apart by their keys, which no two kinds share. */
export type ObjectKind = "any" | "atlas" | "fping";

/** Reads one object: a measurement of ours, a RIPE Atlas result or what fping prints. undefined: it measures nothing. */
export const readObject = (
  object: JsonObject,
  line: number,
  kind: ObjectKind,
  now: number,
): RawMeasurement | LineError[] | undefined => {
  if (kind === "atlas" || (kind === "any" && isAtlas(object))) return readAtlas(object as Atlas, line);
  if (kind === "fping" || (kind === "any" && isFping(object))) return readFping(object, line, now);
  return readPlain(object, line);
};
