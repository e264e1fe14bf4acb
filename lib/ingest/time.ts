const ISO = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?$/;
const EPOCH = /^(\d{9,10})(?:\.(\d{1,9}))?$|^(\d{12,13})$/;

const WANTED = "it must be ISO 8601 with a zone (2026-11-22T09:30:00Z), or seconds or milliseconds since 1970";
const TOO_EARLY = "it lies before 1970";

const millisecondsOf = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : Number(fraction.padEnd(3, "0").slice(0, 3));

const offsetMinutes = (zone: string): number | undefined => {
  if (zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  if (hours > 15 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
};

const parseIso = (match: RegExpExecArray): number | string => {
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6] ?? "0");
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return "there is no such date or time";
  if (year < 1970) return TOO_EARLY;
  const zone = match[8];
  if (zone === undefined) return "it says no zone: write Z behind a UTC time, or an offset as +02:00";
  const offset = offsetMinutes(zone);
  if (offset === undefined) return "there is no such zone offset";
  const local = Date.UTC(year, month - 1, day, hour, minute, second, millisecondsOf(match[7]));
  if (day === 0 || (day > 28 && new Date(local).getUTCDate() !== day)) return "there is no such day";
  return local - offset * 60_000;
};

const parseEpoch = (text: string): number | string => {
  const match = EPOCH.exec(text);
  if (!match) return WANTED;
  return match[3] === undefined ? Number(match[1]) * 1000 + millisecondsOf(match[2]) : Number(match[3]);
};

/**
 * Epoch milliseconds of a time, or what is wrong with it, in words that follow "is …;". Accepted: ISO 8601 with a
 * zone, and digits alone: 9 or 10 of them are seconds since 1970, 12 or 13 milliseconds. A time without a zone is
 * refused, since a guess would move measurements by hours in silence. What is finer than a millisecond is cut off.
 */
export const parseTime = (value: unknown): number | string => {
  if (typeof value !== "string" && typeof value !== "number") return WANTED;
  const text = String(value).trim();
  const match = ISO.exec(text);
  const time = match ? parseIso(match) : parseEpoch(text);
  if (typeof time === "number" && time < 0) return TOO_EARLY;
  return time;
};
