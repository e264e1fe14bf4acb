import { invalidInput } from "./errors.ts";
import { MILLISECONDS, SECONDS } from "./units.ts";

/** The ranges on offer: key in the URL, length, name, and the key on the keyboard (its place in the list). */
export const RANGES = [
  { key: "1h", seconds: SECONDS.hour, name: "last hour" },
  { key: "6h", seconds: 6 * SECONDS.hour, name: "last 6 hours" },
  { key: "24h", seconds: SECONDS.day, name: "last 24 hours" },
  { key: "7d", seconds: 7 * SECONDS.day, name: "last 7 days" },
  { key: "30d", seconds: 30 * SECONDS.day, name: "last 30 days" },
  { key: "90d", seconds: 90 * SECONDS.day, name: "last 90 days" },
] as const;

export type RangeKey = (typeof RANGES)[number]["key"];
export const RANGE_KEYS = RANGES.map(({ key }) => key) as readonly RangeKey[];
export const DEFAULT_RANGE: RangeKey = "24h";

/** What the reader chose: a length that ends now, or two fixed instants (ISO 8601 UTC, `to` exclusive). */
export type RangeChoice = { kind: "relative"; range: RangeKey } | { kind: "fixed"; from: string; to: string };

type Params = Record<string, string | string[] | null | undefined>;

const SHORTEST = MILLISECONDS.minute;
const LONGEST = 3660 * MILLISECONDS.day;
const EARLIEST = Date.UTC(1990, 0, 1);

/**
 * Reads `range` or `from` and `to` of a URL; nothing given is 24h.
 * Throws FiberError `invalid_input`, naming the parameter, when a value cannot be understood; it never guesses.
 */
export function parseRange(params: Params): RangeChoice {
  const [range, from, to] = ["range", "from", "to"].map((name) => single(params, name));
  if (from !== undefined || to !== undefined) {
    if (range !== undefined) throw invalidInput("range", "Give either range or from and to, not both.");
    return parseFixed(from, to);
  }
  if (range === undefined) return { kind: "relative", range: DEFAULT_RANGE };
  const key = RANGE_KEYS.find((known) => known === range);
  if (!key) throw invalidInput("range", `range is "${cut(range)}"; it must be one of ${RANGE_KEYS.join(", ")}.`);
  return { kind: "relative", range: key };
}

function single(params: Params, name: string): string | undefined {
  const value = params[name];
  if (Array.isArray(value)) {
    if (value.length > 1) throw invalidInput(name, `${name} is given ${value.length} times; give it once.`);
    return value[0];
  }
  return value ?? undefined;
}

function parseFixed(from: string | undefined, to: string | undefined): RangeChoice {
  if (from === undefined) throw invalidInput("from", "to is given without from; a fixed range needs both.");
  if (to === undefined) throw invalidInput("to", "from is given without to; a fixed range needs both.");
  const start = parseInstant("from", from);
  const end = parseInstant("to", to);
  if (end <= start) throw invalidInput("to", `to (${iso(end)}) must be later than from (${iso(start)}).`);
  if (end - start < SHORTEST) throw invalidInput("to", "from and to must be at least a minute apart.");
  if (end - start > LONGEST) throw invalidInput("to", "from and to must be at most ten years apart.");
  return { kind: "fixed", from: iso(start), to: iso(end) };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** Milliseconds of an ISO 8601 instant that names its offset, or of a UTC day. Throws `invalid_input` for anything else. */
export function parseInstant(name: string, text: string): number {
  const trimmed = text.trim();
  const time = INSTANT.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  const day = Date.parse(`${trimmed.slice(0, 10)}T00:00:00Z`);
  // 2026-02-31 rolls over into March in some engines: the day must come back as written.
  const real =
    !Number.isNaN(time) && !Number.isNaN(day) && new Date(day).toISOString().startsWith(trimmed.slice(0, 10));
  if (!real) {
    throw invalidInput(
      name,
      `${name} is "${cut(text)}"; write a time like 2026-11-22T13:00:00Z or a day like 2026-11-22.`,
    );
  }
  if (time < EARLIEST) throw invalidInput(name, `${name} is before 1990, earlier than any measurement.`);
  return time;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** The instants of a choice, `to` exclusive. A relative one ends at `now`. */
export function resolveRange(choice: RangeChoice, now: Date): { from: Date; to: Date } {
  if (choice.kind === "fixed") return { from: new Date(choice.from), to: new Date(choice.to) };
  return { from: new Date(now.getTime() - rangeSeconds(choice) * 1000), to: now };
}

/** Its length in seconds. */
export function rangeSeconds(choice: RangeChoice): number {
  if (choice.kind === "fixed") return (Date.parse(choice.to) - Date.parse(choice.from)) / 1000;
  return RANGES.find(({ key }) => key === choice.range)?.seconds ?? SECONDS.day;
}

/** The choice as URL parameters: `range=7d`, or `from=…&to=…`. */
export function rangeParams(choice: RangeChoice): URLSearchParams {
  if (choice.kind === "relative") return new URLSearchParams({ range: choice.range });
  return new URLSearchParams({ from: choice.from, to: choice.to });
}

/**
 * How often what is on screen is asked for anew, in seconds: short ranges move faster than long ones.
 * false when the range has ended, because its figures stand still.
 */
export function refreshSeconds(choice: RangeChoice, now: Date): number | false {
  if (choice.kind === "fixed" && Date.parse(choice.to) < now.getTime()) return false;
  const seconds = rangeSeconds(choice);
  if (seconds <= 6 * SECONDS.hour) return 10;
  return seconds <= SECONDS.day ? 15 : 30;
}
