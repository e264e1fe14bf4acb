import type { FullIn } from "./capacity.ts";
import { wholeChunks } from "./capacity.ts";
import { countQuantity, fixed, formatDay, formatDuration, NO_MEASUREMENT } from "./format.ts";
import type { Quantity } from "./format.ts";
import type { CapacityBasis, Measured, Scenario, StoreLifecycle } from "./model/capacity.ts";
import { QUANTILES_FROM } from "./spread.ts";
import { MILLISECONDS } from "./units.ts";

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

/** "139 to 143, 12 chunks": how far apart what was measured lies. */
export const measuredText = (measured: Measured | null, what: string, nothing: string): string => {
  if (measured === null) return nothing;
  const [low, high] = [measured.low, measured.high].map((value) => fixed(value, value < 20 ? 1 : 0));
  return low === high ? `by ${plural(measured.count, what)}` : `${low} to ${high}, by ${plural(measured.count, what)}`;
};

/** Why a figure is not measured: there is nothing to measure, or there are chunks and nobody has counted their days. */
export const unmeasuredTexts = ({ stores }: CapacityBasis): { hot: string; warm: string; why: string } => {
  const chunks = stores.flatMap((store) => (store.kind === "measurements" ? store.chunks : []));
  const uncounted = "its days are not counted yet";
  return {
    hot: chunks.length > 0 ? uncounted : "no chunk with rows yet",
    warm: chunks.some(({ compressed }) => compressed) ? uncounted : "nothing compressed yet",
    why:
      chunks.length > 0
        ? "There are measurements, but aggregates_daily has counted no whole day of them. Once it is refreshed, their chunks tell what a row takes."
        : "No chunk holds measurements yet. An hour of them is enough for a first figure, a whole day for one that is counted.",
  };
};

/** When the disk is full, as a tile: the days, and the day with how early and how late it may be. */
export const fullText = (
  full: FullIn | null,
  { disk_bytes }: Pick<Scenario, "disk_bytes">,
  as_of: string,
  zone: string,
): { quantity: Quantity; source: string; mark?: "bad" } => {
  if (full === null)
    return {
      quantity: { ...NO_MEASUREMENT, spoken: "not known" },
      source: disk_bytes === null ? "give the size of the disk" : "nothing to project from",
    };
  const { earliest_days, expected_days, latest_days } = full;
  if (expected_days === null) {
    const early = earliest_days === null ? "" : `; at the earliest in ${countQuantity(earliest_days).value} d`;
    return {
      quantity: { value: "> 10", unit: "years", spoken: "more than ten years" },
      source: `not within ten years${early}`,
    };
  }
  if (expected_days === 0)
    return {
      quantity: { value: "now", unit: "", spoken: "now" },
      source: "the database is larger already",
      mark: "bad",
    };
  const day = (days: number | null) =>
    days === null ? "later than ten years" : formatDay(Date.parse(as_of) + days * MILLISECONDS.day, zone);
  return {
    quantity: { value: `in ${fixed(expected_days, 0)}`, unit: "d", spoken: `in ${expected_days} days` },
    source: `${day(earliest_days)} to ${day(latest_days)}`,
    ...(expected_days <= 30 ? { mark: "bad" as const } : {}),
  };
};

const range = ([low, high]: [number, number]) =>
  `${fixed(low, low % 1 === 0 ? 0 : 1)} to ${fixed(high, high % 1 === 0 ? 0 : 1)} d`;

/** What whole chunks make of a lifecycle: "Rows are compressed at an age of 3 to 10 d …". */
export const wholeChunksText = (lifecycle: StoreLifecycle): string => {
  const { hot_days, kept_days } = wholeChunks(lifecycle);
  const hot = hot_days ? `compressed at an age of ${range(hot_days)}` : "never compressed";
  const kept = kept_days ? `dropped at ${range(kept_days)}` : "never dropped";
  if (!hot_days && !kept_days) return "Rows are never compressed and never dropped: no policy acts on them.";
  return `Rows are ${hot} and ${kept}: policies act on whole chunks, here of ${formatDuration(lifecycle.chunk_seconds, 2)}. A policy looks from time to time, so add its schedule.`;
};

/** How the band comes about, in a sentence or two. */
export const methodText = ({ rows_per_node_day, hot_bytes_per_row, warm_bytes_per_row }: CapacityBasis): string => {
  const chunks = Math.max(hot_bytes_per_row?.count ?? 0, warm_bytes_per_row?.count ?? 0);
  if (rows_per_node_day === null)
    return "No whole day has been counted yet: rows are what the nodes' intervals promise, and there is no band.";
  const days = rows_per_node_day.count;
  const by = (count: number, what: string) =>
    count < QUANTILES_FROM
      ? `the lowest and highest of ${plural(count, what)}`
      : `the 10th and 90th percentile of ${plural(count, what)}`;
  return `Band: rows a node and day as in ${by(days, "whole day")}, bytes a row as in ${by(chunks, "chunk")}, as if every day to come were like that. Days that differ even out, so the truth lies nearer the middle.`;
};
