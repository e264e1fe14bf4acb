import { FIELDS, type LineError, type Limits, type RawMeasurement, show } from "./measurement.ts";
import { createLineParser, type MeasurementParser, type ReadLine } from "./parser.ts";

const KNOWN = new Set<string>(FIELDS);
const TEXT_FIELDS = ["node_name", "region"] as const;
const NUMBER_FIELDS = ["latency_ms", "uptime_pct", "packet_loss"] as const;

const typeName = (value: unknown): string => (Array.isArray(value) ? "array" : typeof value);

const wrongType = (line: number, field: string, value: unknown, wanted: string): LineError => ({
  line,
  field,
  message: `${field} is ${show(value)}, of type ${typeName(value)}; it must be ${wanted}.`,
});

const listTypeErrors = (object: Record<string, unknown>, line: number): LineError[] => {
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
  return errors;
};

const parseObject = (text: string): Record<string, unknown> | string => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `The line is not JSON: ${show(text)}.`;
  }
  if (Array.isArray(value)) return "The line is a JSON array; NDJSON has one object a line.";
  if (typeof value !== "object" || value === null) return `The line is ${show(value)}; it must be a JSON object.`;
  return value as Record<string, unknown>;
};

const readLine: ReadLine = (text, line) => {
  if (text.trim() === "") return undefined;
  const object = parseObject(text);
  if (typeof object === "string") return [{ line, field: "line", message: object }];
  const errors = listTypeErrors(object, line);
  return errors.length > 0 ? errors : (object as RawMeasurement);
};

/**
 * Measurements of NDJSON in UTF-8: one object a line with the fields of a measurement as keys. Figures are numbers or
 * null, names are text, time is text or a number. Blank lines are passed over.
 */
export const createNdjsonParser = (limits: Limits): MeasurementParser => createLineParser(readLine, limits);
