/** A point of InfluxDB's line protocol. Tags and fields are in the order of the line; of equal keys the last counts. */
export type Point = {
  measurement: string;
  tags: Map<string, string>;
  fields: Map<string, FieldValue>;
  /** As written, in the precision of the request; null: not given. */
  timestamp: string | null;
};
export type FieldValue = number | boolean | { text: string };

/** What is wrong, in a sentence; `open`: a quoted text is not closed, so that the next line may belong to it. */
export type NoPoint = { message: string; open?: true };

const INT64_MAX = "9223372036854775807";
const INT64_MIN = "9223372036854775808";
const UINT64_MAX = "18446744073709551615";
const INTEGER = /^-?\d+$/;
const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const TRUE = new Set(["t", "T", "true", "True", "TRUE"]);
const FALSE = new Set(["f", "F", "false", "False", "FALSE"]);
// Control characters, and what a decoder puts for a byte that is not UTF-8.
const NOT_TEXT = /[\p{Cc}\uFFFD]/u;
const PRINTABLE_ASCII = /^[ -~]*$/;

const SPACE = 32;
const COMMA = 44;
const EQUALS = 61;
const QUOTE = 34;
const BACKSLASH = 92;

/** Whether a number of decimal digits, without sign and leading zeros, is at most `limit`. */
const isAtMost = (digits: string, limit: string): boolean => {
  const plain = digits.replace(/^0+(?=\d)/, "");
  return plain.length < limit.length || (plain.length === limit.length && plain <= limit);
};

const isInt64 = (text: string): boolean =>
  text.startsWith("-") ? isAtMost(text.slice(1), INT64_MIN) : isAtMost(text, INT64_MAX);

const parseValue = (text: string): FieldValue | undefined => {
  const last = text.at(-1);
  if (last === "i") {
    const digits = text.slice(0, -1);
    return INTEGER.test(digits) && isInt64(digits) ? Number(digits) : undefined;
  }
  if (last === "u") {
    const digits = text.slice(0, -1);
    return /^\d+$/.test(digits) && isAtMost(digits, UINT64_MAX) ? Number(digits) : undefined;
  }
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  if (!FLOAT.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
};

const ESCAPED_IN_MEASUREMENT = /\\([, ])/g;
const ESCAPED_IN_KEY = /\\([,= ])/g;
const ESCAPED_IN_TEXT = /\\(["\\])/g;

const unescape = (text: string, pattern: RegExp): string => (text.includes("\\") ? text.replace(pattern, "$1") : text);

const isText = (text: string): boolean => PRINTABLE_ASCII.test(text) || !NOT_TEXT.test(text);

const isStop = (code: number, stops: readonly number[]): boolean => code === SPACE || stops.includes(code);

/** Where the word that begins at `start` ends: at a space or one of `stops` that no backslash precedes. */
const endOfWord = (text: string, start: number, stops: readonly number[]): number => {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && at + 1 < text.length && isStop(text.charCodeAt(at + 1), [COMMA, EQUALS])) at += 2;
    else if (isStop(code, stops)) return at;
    else at += 1;
  }
  return at;
};

/** Where the closing quote of the text that begins behind `start` is; -1: nowhere. */
const closingQuote = (text: string, start: number): number => {
  let at = text.indexOf('"', start);
  while (at !== -1) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH && at - 1 - slashes >= start) slashes += 1;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
};

const skipSpaces = (text: string, start: number): number => {
  let at = start;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
};

const wrong = (what: string, at: number): NoPoint => ({ message: `${what} (character ${at + 1}).` });

const readTags = (text: string, start: number, tags: Map<string, string>): number | NoPoint => {
  let at = start;
  while (text.charCodeAt(at) === COMMA) {
    const key_end = endOfWord(text, at + 1, [COMMA, EQUALS]);
    if (key_end === at + 1) return wrong("A tag has no name", at + 1);
    if (text.charCodeAt(key_end) !== EQUALS) return wrong("A tag has no value", key_end);
    const end = endOfWord(text, key_end + 1, [COMMA, EQUALS]);
    if (end === key_end + 1) return wrong("A tag has an empty value", end);
    if (text.charCodeAt(end) === EQUALS) return wrong("A tag's value holds = without a backslash", end);
    const key = unescape(text.slice(at + 1, key_end), ESCAPED_IN_KEY);
    const value = unescape(text.slice(key_end + 1, end), ESCAPED_IN_KEY);
    if (tags.has(key)) return wrong("A tag stands twice", at + 1);
    if (!isText(key) || value.includes("\uFFFD"))
      return wrong("A tag holds a control character or is not UTF-8", at + 1);
    tags.set(key, value);
    at = end;
  }
  return at;
};

const readField = (text: string, start: number, fields: Map<string, FieldValue>): number | NoPoint => {
  const key_end = endOfWord(text, start, [COMMA, EQUALS]);
  if (key_end === start) return wrong("A field has no name", start);
  if (text.charCodeAt(key_end) !== EQUALS) return wrong("A field has no value", key_end);
  const key = unescape(text.slice(start, key_end), ESCAPED_IN_KEY);
  if (!isText(key)) return wrong("A field's name holds a control character or is not UTF-8", start);
  const from = key_end + 1;
  if (text.charCodeAt(from) === QUOTE) {
    const close = closingQuote(text, from + 1);
    if (close === -1) return { ...wrong("A quoted text is not closed", from), open: true };
    const value = unescape(text.slice(from + 1, close), ESCAPED_IN_TEXT);
    if (value.includes("\uFFFD")) return wrong("A quoted text is not UTF-8", from);
    fields.set(key, { text: value });
    return close + 1;
  }
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== COMMA && text.charCodeAt(end) !== SPACE) end += 1;
  if (end === from) return wrong("A field has no value", from);
  const value = parseValue(text.slice(from, end));
  if (value === undefined) return wrong("A field's value is no number, integer, boolean or quoted text", from);
  fields.set(key, value);
  return end;
};

const readFields = (text: string, start: number, fields: Map<string, FieldValue>): number | NoPoint => {
  let at = start;
  for (;;) {
    const end = readField(text, at, fields);
    if (typeof end !== "number") return end;
    if (text.charCodeAt(end) !== COMMA) return end;
    at = end + 1;
  }
};

const isBlank = (text: string): boolean => {
  const at = skipSpaces(text, 0);
  return at === text.length || text.charCodeAt(at) === 35 || text.trim() === "";
};

/** The point of one line of line protocol, what is wrong with it, or undefined for a blank line or a comment. */
export const decodePoint = (text: string): Point | NoPoint | undefined => {
  if (isBlank(text)) return undefined;
  const start = skipSpaces(text, 0);
  const tags = new Map<string, string>();
  const fields = new Map<string, FieldValue>();
  const name_end = endOfWord(text, start, [COMMA]);
  if (name_end === start) return wrong("There is no measurement", start);
  const measurement = unescape(text.slice(start, name_end), ESCAPED_IN_MEASUREMENT);
  if (!isText(measurement)) return wrong("The measurement holds a control character or is not UTF-8", start);
  const tags_end = readTags(text, name_end, tags);
  if (typeof tags_end !== "number") return tags_end;
  const fields_start = skipSpaces(text, tags_end);
  if (fields_start === text.length) return wrong("There are no fields", fields_start);
  const fields_end = readFields(text, fields_start, fields);
  if (typeof fields_end !== "number") return fields_end;
  if (fields_end < text.length && text.charCodeAt(fields_end) !== SPACE)
    return wrong("Text follows a field", fields_end);
  const timestamp = text.slice(fields_end).trim();
  if (timestamp === "") return { measurement, tags, fields, timestamp: null };
  if (!INTEGER.test(timestamp) || !isInt64(timestamp))
    return wrong("The timestamp is no integer of 64 bits", fields_end + 1);
  return { measurement, tags, fields, timestamp };
};
