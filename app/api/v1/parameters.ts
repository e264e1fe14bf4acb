import { invalidInput } from "#lib/errors.ts";
import { type OverlayWish, parseOverlays } from "#lib/overlays.ts";
import { parseRange, resolveRange } from "#lib/range.ts";
import { DEFAULT_POINTS, MAX_POINTS } from "#lib/resolution.ts";
import { readSeriesWish, type SeriesWish } from "#lib/series-wish.ts";
import { isTimeZone, UTC } from "#lib/time-zone.ts";

/** Every query parameter by name; a repeated one as an array, so that it can be refused. Unknown names are refused. */
export const readParameters = (request: Request, known: readonly string[]): Record<string, string | string[]> => {
  const { searchParams } = new URL(request.url);
  const unknown = [...searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw invalidInput(
      unknown.slice(0, 40),
      `The parameter ${unknown.slice(0, 40)} is not known. ${known.length > 0 ? `Known: ${known.join(", ")}.` : "There is none here."}`,
    );
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
};

export const RANGE_PARAMETERS = ["range", "from", "to"] as const;

/** `range` or `from` and `to` as instants; the last 24 hours when none is given. */
export const readRange = (parameters: Record<string, string | string[]>): { from: Date; to: Date; now: Date } => {
  const now = new Date();
  return { ...resolveRange(parseRange(parameters), now), now };
};

/** `points`, 1 to 1,500. */
export const readPoints = ({ points }: Record<string, string | string[]>): number => {
  if (points === undefined) return DEFAULT_POINTS;
  if (typeof points !== "string" || !/^\d{1,6}$/.test(points) || Number(points) < 1 || Number(points) > MAX_POINTS)
    throw invalidInput("points", `points must be a whole number from 1 to ${MAX_POINTS}.`);
  return Number(points);
};

/** `time_zone`: whose days are wanted, an IANA name; UTC when left out. */
export const readTimeZone = ({ time_zone }: Record<string, string | string[]>): string => {
  if (time_zone === undefined) return UTC;
  if (typeof time_zone !== "string" || !isTimeZone(time_zone))
    throw invalidInput("time_zone", "time_zone must be UTC or an IANA name such as Europe/Berlin.");
  return time_zone;
};

export const SERIES_PARAMETERS = [...RANGE_PARAMETERS, "points", "time_zone", "source", "bucket_seconds"] as const;

type SeriesParameters = ReturnType<typeof readRange> & { points: number; time_zone: string; asked: SeriesWish };

const seriesParameters = (parameters: Record<string, string | string[]>): SeriesParameters => ({
  ...readRange(parameters),
  points: readPoints(parameters),
  time_zone: readTimeZone(parameters),
  asked: readSeriesWish(parameters),
});

/** The question of a series, all but whose it is. */
export const readSeriesQuestion = (request: Request): SeriesParameters =>
  seriesParameters(readParameters(request, SERIES_PARAMETERS));

/** The question of what is laid over the series of a node: that of the series, and `overlay`. */
export const readOverlayQuestion = (request: Request, node_id: string): SeriesParameters & { wish: OverlayWish } => {
  const parameters = readParameters(request, [...SERIES_PARAMETERS, "overlay"]);
  return { ...seriesParameters(parameters), wish: parseOverlays(parameters["overlay"], node_id) };
};
