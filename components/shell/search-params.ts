import { createParser, createSerializer, parseAsString } from "nuqs/server";
import { isTimeZone, UTC } from "#lib/time-zone.ts";

/** `tz` of the URL: UTC or an IANA name; anything unknown counts as not given, which is the viewer's own zone. */
export const parseAsTimeZone = createParser({
  parse: (text) => (text.toLowerCase() === "utc" ? UTC : isTimeZone(text) ? text : null),
  serialize: (zone: string) => zone,
});

/** Range and zone as the URL has them. `parseRange` of #lib/range.ts says what the first three mean. */
export const viewParams = { range: parseAsString, from: parseAsString, to: parseAsString, tz: parseAsTimeZone };

/** "?range=7d&tz=UTC", or "" when nothing is to be kept: the tail of a link to another page. */
export const keptSearch = createSerializer(viewParams);
