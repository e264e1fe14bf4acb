import { invalidInput } from "#lib/errors.ts";
import { parseRange, resolveRange } from "#lib/range.ts";
import { DEFAULT_POINTS, MAX_POINTS } from "#lib/resolution.ts";

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
