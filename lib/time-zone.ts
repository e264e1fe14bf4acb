import { MILLISECONDS } from "./units.ts";

/** The zone that times are stored and exchanged in. */
export const UTC = "UTC";

/** `Temporal` where the runtime has it. */
type Clock = { Temporal?: { Now: { timeZoneId(): string } } };

/**
 * The zone this runtime lives in, where it tells without `Intl`; undefined elsewhere. The first `Intl.DateTimeFormat` of a
 * page holds a browser up for some 50 ms, so UTC and the reader's own zone do without.
 */
const ownZone = (): string | undefined => (globalThis as Clock).Temporal?.Now.timeZoneId();

/** The zone this runtime lives in. */
export const runtimeZone = (): string => ownZone() ?? (Intl.DateTimeFormat().resolvedOptions().timeZone || UTC);

/** True when this runtime knows `zone` as an IANA name ("Europe/Berlin") or UTC. */
export function isTimeZone(zone: string): boolean {
  if (zone === UTC) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Wall-clock time in `zone`, as if it were UTC, in milliseconds, to the second. */
export function wallClock(ms: number, zone: string): number {
  const second = Math.floor(ms / 1000) * 1000;
  if (zone === UTC) return second;
  if (zone === ownZone()) return second - new Date(second).getTimezoneOffset() * MILLISECONDS.minute;
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(second)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, seconds);
}

/** Minutes that `zone` is ahead of UTC at the instant `ms`: 60 for Berlin in winter, 120 in summer. */
export function offsetMinutes(ms: number, zone: string): number {
  const second = Math.floor(ms / 1000) * 1000;
  return Math.round((wallClock(second, zone) - second) / MILLISECONDS.minute);
}

/** "UTC", "UTC+1", "UTC+5:30", "UTC−3:30" at the instant `ms`. */
export function offsetLabel(ms: number, zone: string): string {
  const offset = offsetMinutes(ms, zone);
  if (offset === 0) return UTC;
  const minutes = Math.abs(offset) % 60;
  const tail = minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`;
  return `UTC${offset < 0 ? "\u2212" : "+"}${Math.floor(Math.abs(offset) / 60)}${tail}`;
}

/** The zone by offset and name: "UTC+1 Europe/Berlin"; plain "UTC" for UTC itself. */
export const zoneLabel = (ms: number, zone: string): string =>
  zone === UTC ? UTC : `${offsetLabel(ms, zone)} ${zone.replaceAll("_", " ")}`;

/** An instant as the text of a field in `zone`: "2026-11-22T13:02". */
export function toLocalField(ms: number, zone: string): string {
  return new Date(ms + offsetMinutes(ms, zone) * MILLISECONDS.minute).toISOString().slice(0, 16);
}

const FIELD = /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?$/;

/**
 * The instant that "2026-11-22 13:02" (or with T, or a day alone) means in `zone`, in milliseconds; null when it cannot be
 * read.
 * An hour that happens twice (clocks go back) means its first time; an hour that is skipped means the same moment counted
 * on from before the skip, as calendars do.
 */
export function fromLocalField(text: string, zone: string): number | null {
  const [, day, clock = "00:00"] = FIELD.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const wall = Date.parse(`${day}T${clock.padStart(clock.length < 6 ? 5 : 8, "0")}Z`);
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(day)) return null;
  const before = offsetMinutes(wall - MILLISECONDS.day, zone) * MILLISECONDS.minute;
  const after = offsetMinutes(wall + MILLISECONDS.day, zone) * MILLISECONDS.minute;
  const candidates = [wall - before, wall - after].filter((ms) => wallClock(ms, zone) === wall);
  return candidates.length > 0 ? Math.min(...candidates) : wall - before;
}
