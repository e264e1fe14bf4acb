import type { RangeSource, Slices } from "./node.ts";

/** What a heat map shows: average latency in ms, loss in percent, coverage in percent. */
export type HeatMeasure = "latency" | "loss" | "coverage";

/** In place of a value: the probe was silent though something was due. */
export const HEAT_SILENT = -1;
/** In place of a value: measured, but without one (no reply came, or the source cannot know its loss). */
export const HEAT_NO_VALUE = -2;

/** One row of a heat map: a value a slice to three digits, HEAT_SILENT, HEAT_NO_VALUE, or null where nothing was due. */
export type HeatRow = (number | null)[];

/** All nodes over the slices of a range. `rows[i]` belongs to `node_ids[i]`. */
export type HeatMap = {
  measure: HeatMeasure;
  from: string;
  to: string;
  time_zone: "UTC";
  as_of: string;
  sources: RangeSource[];
  slices: Slices;
  node_ids: string[];
  rows: HeatRow[];
};
