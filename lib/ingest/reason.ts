import { FIELDS, type LineError } from "./measurement.ts";

/** Why a line was refused, as few words as counters can bear. The message says it exactly. */
export const REASONS = {
  missing: "not given",
  not_a_number: "not a number",
  out_of_range: "out of range",
  wrong_type: "of a wrong type",
  too_old: "older than what is kept",
  ahead: "ahead of the clock",
  bad_time: "no time that can be read",
  not_text: "no readable text",
  too_long: "too long",
  unknown_node: "node not registered",
  not_allowed: "not allowed to the token",
  unknown_field: "unknown field",
  malformed: "malformed",
  body: "not readable as a whole",
} as const;
export type Reason = keyof typeof REASONS;

const COUNTED: ReadonlySet<string> = new Set([...FIELDS, "line", "body"]);

/** The field as counters name it: those of a measurement, `line`, `body`; a sender's own names are `other`. */
export const countedField = (field: string): string => (COUNTED.has(field) ? field : "other");

/** The first that fits. Messages begin with the field: "latency_ms is -1; it must be a number above 0 …". */
const BY_MESSAGE: readonly [RegExp, Reason][] = [
  [/older than what is kept/, "too_old"],
  [/must not be more than .* ahead/, "ahead"],
  [/restricted to other nodes/, "not_allowed"],
  [/there is no such node/, "unknown_node"],
  [/unknown key/, "unknown_field"],
  [/longer than \d+ characters|at most \d+ are allowed/, "too_long"],
  [/ is (?:empty|missing|null)[;,.]| is not given| has none of the fields|Nothing was sent/, "missing"],
  [/control character or is not UTF-8/, "not_text"],
  [/, an? \w+; it must be|, of type |it must be text/, "wrong_type"],
];
const NUMBER_SHOWN = / is "?[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"?; /;

/** Why a line was refused. */
export const reasonOf = ({ field, message }: Pick<LineError, "field" | "message">): Reason => {
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(message));
  if (known) return known[1];
  if (field === "time") return "bad_time";
  if (NUMBER_SHOWN.test(message)) return "out_of_range";
  return / must be a number| it must be /.test(message) ? "not_a_number" : "malformed";
};
