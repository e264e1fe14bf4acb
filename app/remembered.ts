import "server-only";
import { cookies } from "next/headers";
import { COOKIES } from "#components/shell/cookies.ts";
import { chartPoints } from "#lib/api/series.ts";
import { isTimeZone, UTC } from "#lib/time-zone.ts";

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

/** The viewer's own zone as this browser told it the last time; UTC on the first visit. */
export const rememberedZone = async (): Promise<string> => {
  const zone = decoded((await cookies()).get(COOKIES.zone)?.value ?? UTC);
  return isTimeZone(zone) ? zone : UTC;
};

/** Points that a chart has room for in this browser's window as it was the last time. */
export const rememberedPoints = async (): Promise<number> =>
  chartPoints(Number((await cookies()).get(COOKIES.width)?.value ?? Number.NaN));
