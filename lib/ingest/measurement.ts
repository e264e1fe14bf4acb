import { parseTime } from "./time.ts";

/** One measurement as it is stored, its node still by name. */
export type Measurement = {
  /** Epoch milliseconds. */
  time: number;
  node_name: string;
  region: string | null;
  /** Round trip; null when no reply came. */
  latency_ms: number | null;
  uptime_pct: number;
  /** Null when the source cannot know. */
  packet_loss: number | null;
};

/** The fields of a measurement, in the order in which they are written about. */
export const FIELDS = ["time", "node_name", "region", "latency_ms", "uptime_pct", "packet_loss"] as const;
export type Field = (typeof FIELDS)[number];

/** Fields without which a line says nothing; the others may be left out. */
export const REQUIRED_FIELDS: readonly Field[] = ["time", "node_name", "latency_ms"];

/** Why a line was refused. `field` is a column's name, or `line` when the line as a whole is wrong. */
export type LineError = { line: number; field: string; message: string };

/** A measurement before it is judged: text from CSV; text, numbers and null from JSON. */
export type RawMeasurement = { [field in Field]?: unknown } & {
  /** Epoch milliseconds where the format says so; `time` is then only shown. */
  time_ms?: number;
};

export type Limits = {
  /** Epoch milliseconds; a later time is refused. */
  latest_time: number;
  /** Epoch milliseconds; an earlier time is refused, as older than what is kept. Absent: none is. */
  earliest_time?: number | undefined;
  /** Nodes that may be written; absent: all. */
  allows_node?: ((node_name: string) => boolean) | undefined;
};

export const NODE_NAME_MAX_LENGTH = 200;
export const REGION_MAX_LENGTH = 100;
export const LATENCY_MS_LIMIT = 600_000;
export const AHEAD_MAX_MS = 5 * 60_000;

/** The limits in force at a moment (epoch milliseconds). */
export const limitsAt = (now: number): Limits => ({ latest_time: now + AHEAD_MAX_MS });

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
// Control characters, lone surrogates and what a decoder puts for a byte that is not UTF-8.
const NOT_TEXT = /[\p{Cc}\p{Cs}\u2028\u2029\uFFFD]/u;
const PRINTABLE_ASCII = /^[ -~]*$/;
const SHOWN_LENGTH = 40;

/** A value as an error shows it: as JSON writes it, cut to a bounded length. */
export const show = (value: unknown): string => {
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
};

/** What is wrong with a value, in words that follow its name. */
class Refused {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

const parseNumber = (value: unknown, wanted: string): number | null | Refused => {
  if (isEmpty(value)) return null;
  if (typeof value === "number")
    return Number.isFinite(value) ? value : new Refused(`is ${value}; it must be ${wanted}`);
  if (typeof value !== "string") return new Refused(`is ${show(value)}, a ${typeof value}; it must be ${wanted}`);
  const text = value.trim();
  if (text === "") return null;
  if (!DECIMAL.test(text)) return new Refused(`is ${show(value)}; it must be ${wanted}`);
  return Number(text);
};

const LATENCY_WANTED = `a number above 0 and below ${LATENCY_MS_LIMIT}, or empty when no reply came`;
const PERCENT_WANTED = "a number from 0 to 100, or empty";

// The column is `real`: what rounds to a limit in it would be refused by the table after all.
const parseLatency = (value: unknown): number | null | Refused => {
  const number = parseNumber(value, LATENCY_WANTED);
  if (typeof number !== "number") return number;
  const stored = Math.fround(number);
  return stored > 0 && stored < LATENCY_MS_LIMIT
    ? number
    : new Refused(`is ${show(value)}; it must be ${LATENCY_WANTED}`);
};

const parsePercent = (value: unknown): number | null | Refused => {
  const number = parseNumber(value, PERCENT_WANTED);
  if (typeof number !== "number") return number;
  if (!(number >= 0 && number <= 100)) return new Refused(`is ${show(value)}; it must be ${PERCENT_WANTED}`);
  return Math.fround(number) === 0 ? 0 : number;
};

const lengthOver = (text: string, max: number): boolean => text.length > max && [...text].length > max;

const parseName = (value: unknown, limits: Limits): string | Refused => {
  const name = parseText(value, NODE_NAME_MAX_LENGTH);
  if (name === null) return new Refused(`is empty; it must have 1 to ${NODE_NAME_MAX_LENGTH} characters`);
  if (name instanceof Refused || limits.allows_node === undefined || limits.allows_node(name)) return name;
  return new Refused(`is ${show(name)}; this token is restricted to other nodes`);
};

const parseText = (value: unknown, max: number): string | null | Refused => {
  if (isEmpty(value)) return null;
  if (typeof value !== "string") return new Refused(`is ${show(value)}; it must be text`);
  const text = value.trim();
  if (text === "") return null;
  if (lengthOver(text, max)) return new Refused(`has ${[...text].length} characters; at most ${max} are allowed`);
  if (!PRINTABLE_ASCII.test(text) && NOT_TEXT.test(text))
    return new Refused(`is ${show(value)}; it holds a control character or is not UTF-8`);
  return text;
};

const parseMoment = ({ time: value, time_ms }: RawMeasurement, limits: Limits): number | Refused => {
  const time = time_ms === undefined ? parseTime(value) : time_ms < 0 ? "it lies before 1970" : time_ms;
  if (typeof time === "string") return new Refused(`is ${isEmpty(value) ? "empty" : show(value)}; ${time}`);
  if (limits.earliest_time !== undefined && time < limits.earliest_time) {
    const earliest = new Date(limits.earliest_time).toISOString();
    return new Refused(`is ${show(value)}; it is older than what is kept (oldest now: ${earliest})`);
  }
  if (time <= limits.latest_time) return time;
  const latest = new Date(limits.latest_time).toISOString();
  return new Refused(`is ${show(value)}; it must not be more than 5 minutes ahead (latest now: ${latest})`);
};

/**
 * A measurement of one line, or every reason why not. Latency without a reply (uptime 0 or loss 100) is null. Uptime
 * that is not given is 100 when a reply came, else 0; loss that is not given stays unknown. Pure: `limits` hold the clock.
 */
export const validate = (raw: RawMeasurement, line: number, limits: Limits): Measurement | LineError[] => {
  const time = parseMoment(raw, limits);
  const node_name = parseName(raw.node_name, limits);
  const region = parseText(raw.region, REGION_MAX_LENGTH);
  const latency_ms = parseLatency(raw.latency_ms);
  const uptime_pct = parsePercent(raw.uptime_pct);
  const packet_loss = parsePercent(raw.packet_loss);
  if (
    time instanceof Refused ||
    node_name instanceof Refused ||
    region instanceof Refused ||
    latency_ms instanceof Refused ||
    uptime_pct instanceof Refused ||
    packet_loss instanceof Refused
  ) {
    const parsed = { time, node_name, region, latency_ms, uptime_pct, packet_loss };
    return FIELDS.flatMap((field) => {
      const value = parsed[field];
      return value instanceof Refused ? [{ line, field, message: `${field} ${value.message}.` }] : [];
    });
  }
  const replied = latency_ms !== null && uptime_pct !== 0 && packet_loss !== 100;
  return {
    time,
    node_name,
    region,
    latency_ms: replied ? latency_ms : null,
    uptime_pct: uptime_pct ?? (replied ? 100 : 0),
    packet_loss,
  };
};
