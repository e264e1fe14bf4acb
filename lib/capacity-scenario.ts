import { LONGEST_DAYS } from "./capacity.ts";
import { FiberError, invalidInput } from "./errors.ts";
import { fixed } from "./format.ts";
import type { CapacityBasis, Scenario } from "./model/capacity.ts";
import { parseInstant } from "./range.ts";
import { MILLISECONDS, SECONDS } from "./units.ts";

/** What can be asked, by its name in the URL and in the API. */
export const SCENARIO_FIELDS = ["nodes", "interval", "compress", "retain", "chunk", "disk", "until"] as const;
export type ScenarioField = (typeof SCENARIO_FIELDS)[number];
/** As in the URL; absent: as measured or in force. */
export type ScenarioText = { [field in ScenarioField]?: string | null | undefined };

/** The fields of a request's parameters; throws `invalid_input` for one that is given twice. */
export const readScenarioText = (parameters: Record<string, string | string[]>): ScenarioText =>
  Object.fromEntries(
    Object.entries(parameters).map(([field, value]) => {
      if (Array.isArray(value)) throw invalidInput(field, `${field} may be given once.`);
      return [field, value];
    }),
  );

export const NEVER = "never";
export const DEFAULT_UNTIL_DAYS = 365;

const DURATION_UNITS = { s: 1, min: SECONDS.minute, h: SECONDS.hour, d: SECONDS.day, w: SECONDS.week } as const;
const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)\s*(s|min|h|d|w)$/;

type Limits = { least: number; most: number; limits: string; example: string };
const LIMITS = {
  interval: { least: 1, most: SECONDS.day, limits: "1s to 1d", example: "60s" },
  compress: { least: SECONDS.hour, most: 3650 * SECONDS.day, limits: "1h to 3650d, or never", example: "3d" },
  retain: { least: SECONDS.hour, most: 3650 * SECONDS.day, limits: "1h to 3650d, or never", example: "90d" },
  chunk: { least: SECONDS.hour, most: 365 * SECONDS.day, limits: "1h to 365d", example: "7d" },
} as const satisfies Record<string, Limits>;

const cut = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** "3d" as seconds. Throws `invalid_input` that names field and limits. */
const parseDuration = (field: keyof typeof LIMITS, text: string): number => {
  const { least, most, limits, example } = LIMITS[field];
  const [, amount, unit] = DURATION.exec(text.trim()) ?? [];
  const seconds = Number(amount) * DURATION_UNITS[(unit ?? "s") as keyof typeof DURATION_UNITS];
  if (Number.isNaN(seconds))
    throw invalidInput(field, `${field} is "${cut(text)}"; write a duration like ${example} (${limits}).`);
  if (seconds < least || seconds > most) throw invalidInput(field, `${field} is ${cut(text)}; it must be ${limits}.`);
  return seconds;
};

const BYTE_UNITS = { MB: 1e6, GB: 1e9, TB: 1e12, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
const BYTES = /^(\d{1,9}(?:\.\d{1,3})?)\s*(MB|GB|TB|MiB|GiB|TiB)$/i;
const MOST_BYTES = 1024 * 2 ** 40;

export const BYTES_EXAMPLE = "a size like 500GiB or 2TB (1MiB to 1024TiB)";

/** "500GiB" as bytes; undefined: no size, or one beyond 1 MiB to 1024 TiB. */
export const findBytes = (text: string): number | undefined => {
  const [, amount, unit = ""] = BYTES.exec(text.trim()) ?? [];
  const known = Object.entries(BYTE_UNITS).find(([name]) => name.toLowerCase() === unit.toLowerCase());
  const bytes = known && Number(amount) * known[1];
  return bytes !== undefined && bytes >= 2 ** 20 && bytes <= MOST_BYTES ? bytes : undefined;
};

/** The same; throws `invalid_input`. */
const parseBytes = (text: string): number => {
  const bytes = findBytes(text);
  if (bytes !== undefined) return bytes;
  throw BYTES.test(text.trim())
    ? invalidInput("disk", `disk is ${cut(text)}; it must be 1MiB to 1024TiB.`)
    : invalidInput("disk", `disk is "${cut(text)}"; write ${BYTES_EXAMPLE}.`);
};

const parseNodes = (text: string): number => {
  const nodes = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(nodes >= 1 && nodes <= 1_000_000))
    throw invalidInput("nodes", `nodes is "${cut(text)}"; it must be a whole number from 1 to 1,000,000.`);
  return nodes;
};

/** A day like 2027-03-01, or a distance like 90d. */
const parseUntil = (text: string, now_ms: number): number => {
  const trimmed = text.trim();
  const days = /^(\d{1,5})d$/.exec(trimmed)?.[1];
  const until_ms = days === undefined ? parseInstant("until", trimmed) : now_ms + Number(days) * MILLISECONDS.day;
  if (until_ms < now_ms + MILLISECONDS.day || until_ms > now_ms + LONGEST_DAYS * MILLISECONDS.day)
    throw invalidInput("until", `until is ${cut(text)}; it must be 1 to ${fixed(LONGEST_DAYS, 0)} days from now.`);
  return until_ms;
};

const given = (text: string | null | undefined): text is string => text !== null && text !== undefined && text !== "";

/** Things as they are: nodes and interval as measured, policies in force, a year ahead, the disk that is configured. */
export const scenarioInForce = (basis: CapacityBasis): Scenario => {
  const metrics = basis.stores.find(({ kind }) => kind === "measurements");
  return {
    nodes: basis.node_count,
    interval_seconds: basis.interval_seconds,
    chunk_seconds: metrics?.chunk_seconds ?? SECONDS.week,
    compress_after_seconds: metrics?.compress_after_seconds ?? null,
    retain_seconds: metrics?.retain_seconds ?? null,
    disk_bytes: basis.disk_bytes,
    until_ms: Date.parse(basis.as_of) + DEFAULT_UNTIL_DAYS * MILLISECONDS.day,
  };
};

const READ: { [field in ScenarioField]: (text: string, now_ms: number) => Partial<Scenario> } = {
  nodes: (text) => ({ nodes: parseNodes(text) }),
  interval: (text) => ({ interval_seconds: parseDuration("interval", text) }),
  compress: (text) => ({ compress_after_seconds: text === NEVER ? null : parseDuration("compress", text) }),
  retain: (text) => ({ retain_seconds: text === NEVER ? null : parseDuration("retain", text) }),
  chunk: (text) => ({ chunk_seconds: parseDuration("chunk", text) }),
  disk: (text) => ({ disk_bytes: parseBytes(text) }),
  until: (text, now_ms) => ({ until_ms: parseUntil(text, now_ms) }),
};

export type ReadScenario = { scenario: Scenario; errors: { [field in ScenarioField]?: FiberError } };

/** What is wrong with a field; undefined when it can be understood. */
const errorOf = (field: ScenarioField, value: string, now_ms: number): FiberError | undefined => {
  try {
    READ[field](value, now_ms);
    return undefined;
  } catch (error) {
    if (!(error instanceof FiberError)) throw error;
    return error;
  }
};

/** The first field that cannot be understood, told without a database; undefined when all can. */
export const findScenarioError = (text: ScenarioText, now_ms: number): FiberError | undefined =>
  SCENARIO_FIELDS.map((field) => (given(text[field]) ? errorOf(field, text[field], now_ms) : undefined)).find(Boolean);

/** The scenario of the URL. A field that cannot be understood stays as it is in force, and its error is told. */
export const readScenario = (basis: CapacityBasis, text: ScenarioText): ReadScenario => {
  const now_ms = Date.parse(basis.as_of);
  const read: ReadScenario = { scenario: scenarioInForce(basis), errors: {} };
  for (const field of SCENARIO_FIELDS) {
    const value = text[field];
    if (!given(value)) continue;
    const error = errorOf(field, value, now_ms);
    if (error) read.errors[field] = error;
    else read.scenario = { ...read.scenario, ...READ[field](value, now_ms) };
  }
  return read;
};

/** Bytes as a field has them: 1,099,511,627,776 is "1TiB", 500,000,000,000 "500GB". */
export const sizeText = (bytes: number | null): string => {
  if (bytes === null) return "";
  const units = Object.entries(BYTE_UNITS).toSorted(([, a], [, b]) => b - a);
  const [name, unit] = units.find(([, size]) => bytes >= size && bytes % size === 0) ?? ["MiB", BYTE_UNITS.MiB];
  return `${Math.round((bytes / unit) * 1000) / 1000}${name}`;
};

/** Seconds as a field has them: 259,200 is "3d", 43,200 "12h"; null is "never". */
export const durationText = (seconds: number | null): string => {
  if (seconds === null) return NEVER;
  const unit = (["d", "h", "min"] as const).find((name) => seconds % DURATION_UNITS[name] === 0) ?? "s";
  return `${Math.round((seconds / DURATION_UNITS[unit]) * 1000) / 1000}${unit}`;
};
