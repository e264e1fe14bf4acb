import { createParser, parseAsString } from "nuqs/server";
import { isTimeZone, UTC } from "#lib/time-zone.ts";

/** `tz` of the URL: UTC or an IANA name; anything unknown counts as not given, which is the viewer's own zone. */
export const parseAsTimeZone = createParser({
  parse: (text) => (text.toLowerCase() === "utc" ? UTC : isTimeZone(text) ? text : null),
  serialize: (zone: string) => zone,
});

/** Range and zone as the URL has them. `parseRange` of #lib/range.ts says what the first three mean. */
export const viewParams = { range: parseAsString, from: parseAsString, to: parseAsString, tz: parseAsTimeZone };

/** What stays in the URL from one page to the next. */
const KEPT = ["range", "from", "to", "tz"] as const;

/** "?range=7d&tz=UTC", or "" when nothing is to be kept: the tail of a link to another page. */
export function keptSearch(search: { get: (name: string) => string | null }): string {
  const kept = new URLSearchParams();
  for (const name of KEPT) {
    const value = search.get(name);
    if (value !== null) kept.set(name, value);
  }
  const text = kept.toString();
  return text === "" ? "" : `?${text}`;
}
