import type { PercentileMethod } from "./node.ts";
import type { Series, SeriesPoint } from "./series.ts";

/** One bucket of a line that is laid over a node's latency chart. */
export type OverlayPoint = Pick<SeriesPoint, "time" | "count" | "expected_count" | "reply_count" | "latency_ms_p50">;

/** The median of something else than the node, now: its region, itself in the period before, or another node. */
export type Overlay = Pick<
  Series,
  "source" | "bucket_seconds" | "time_zone" | "fresh_until" | "measurement_count" | "expected_count" | "coverage"
> & {
  /** As it is asked for: "region", "before", or a node's id. */
  key: string;
  kind: "region" | "before" | "node";
  /** The region's name, or the node's. */
  name: string;
  /** Whose replies the median is of. */
  node_count: number;
  /** The range of `points`, which have their true times: those of the period before lie `shift_seconds` before the chart's. */
  from: string;
  to: string;
  shift_seconds: number;
  percentiles: PercentileMethod;
  points: OverlayPoint[];
};

/** What was asked for and cannot be drawn, with the reason in a sentence. */
export type MissingOverlay = { key: string; reason: string };

export type SeriesOverlays = { node_id: string; as_of: string; overlays: Overlay[]; missing: MissingOverlay[] };
