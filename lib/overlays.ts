import { FiberError, invalidInput } from "./errors.ts";
import { chooseSeries } from "./resolution.ts";
import type { SeriesChoice, SeriesQuestion } from "./resolution.ts";
import { SECONDS } from "./units.ts";

/** More other nodes than these cannot be told apart over the smoke. */
export const OVERLAY_NODES_MAX = 3;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is laid over a node's latency chart. */
export type OverlayWish = { region: boolean; before: boolean; node_ids: string[] };

/** The wish as the address has it, in the order in which the lines are told. */
export const overlayKeys = ({ region, before, node_ids }: OverlayWish): string[] => [
  ...(region ? ["region"] : []),
  ...(before ? ["before"] : []),
  ...node_ids,
];

/**
 * The values of `overlay`: "region", "before" and ids of nodes, with commas between. Throws FiberError `invalid_input` for
 * anything else, for more than three nodes and for the node itself.
 */
export function parseOverlays(value: string | readonly string[] | null | undefined, node_id: string): OverlayWish {
  const keys = [...new Set([value ?? []].flat().flatMap((text) => text.toLowerCase().split(",")))].filter(Boolean);
  const node_ids = keys.filter((key) => key !== "region" && key !== "before");
  const wrong = node_ids.find((key) => !UUID.test(key));
  if (wrong !== undefined)
    throw invalidInput(
      "overlay",
      `overlay has "${wrong.slice(0, 40)}"; it must be region, before or the id of a node.`,
    );
  if (node_ids.includes(node_id.toLowerCase()))
    throw invalidInput("overlay", "overlay names the node itself; name another one.");
  if (node_ids.length > OVERLAY_NODES_MAX)
    throw invalidInput(
      "overlay",
      `overlay names ${node_ids.length} nodes; at most ${OVERLAY_NODES_MAX} can be laid over.`,
    );
  return { region: keys.includes("region"), before: keys.includes("before"), node_ids };
}

/** Measurements, and hours of nodes, that a region's median is read from at most; more than these are read from coarser rows. */
const REGION_MAX = { measurements: 250_000, node_hours: 100_000 };

/**
 * Where a region's median comes from: measurements or merged histograms, never the medians of its nodes. As fine as the
 * node's own series where that is quick enough, else in whole hours, else in whole days.
 */
export function regionChoice(question: SeriesQuestion & { node_count: number }, own: SeriesChoice): SeriesChoice {
  const { from, to, expected_rows, node_count, measurements_kept } = question;
  if (own.source === "metrics" && measurements_kept && expected_rows <= REGION_MAX.measurements) return own;
  const node_hours = ((to.getTime() - from.getTime()) / SECONDS.hour / 1000) * node_count;
  const source =
    node_hours <= REGION_MAX.node_hours && own.source !== "aggregates_daily" ? "aggregates_hourly" : "aggregates_daily";
  const least = source === "aggregates_hourly" ? SECONDS.hour : SECONDS.day;
  const bucket_seconds = Math.ceil(own.bucket_seconds / least) * least;
  return { ...chooseSeries({ ...question, asked: { source, bucket_seconds } }), exact: false };
}

/**
 * How far back the period before lies: the range's own length in whole buckets, so that both have their buckets at the
 * same places.
 */
export const shiftSeconds = ({ from, to }: { from: Date; to: Date }, bucket_seconds: number): number =>
  Math.ceil((to.getTime() - from.getTime()) / 1000 / bucket_seconds) * bucket_seconds;

/**
 * The buckets of another series beside the node's own: the same ones, from the source that was asked for; where it has none
 * such (another interval, measurements past retention) what suits it.
 */
export function choiceBeside(question: SeriesQuestion, own: SeriesChoice): SeriesChoice {
  const { bucket_seconds } = own;
  try {
    return chooseSeries({ ...question, asked: { source: question.asked?.source, bucket_seconds } });
  } catch (error) {
    if (!(error instanceof FiberError) || error.kind !== "invalid_input") throw error;
    return chooseSeries({ ...question, asked: undefined });
  }
}
