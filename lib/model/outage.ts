import type { RangeSource } from "./node.ts";

/**
 * `down`: the probe reported and got no reply. `silent`: the probe sent nothing. Two different things: the first says
 * something about the target, the second about the probe.
 */
export type OutageKind = "down" | "silent";

/** A stretch of trouble, [from, to), clipped to the range. */
export type Outage = {
  kind: OutageKind;
  from: string;
  to: string;
  /** It was there already when the range began: it is longer than told. */
  began_before: boolean;
  /** It has not ended when the range (or now) ends. */
  open: boolean;
  /** Length of [from, to). From hours: whole hours that hold some of it. */
  seconds: number;
  /** `down`: measurements without reply; `silent`: measurements that were due and did not come. */
  missing_count: number;
  /** Measurements of the stretch; 0 for a silence read from measurements. */
  measurement_count: number;
  /** Averages over the measurements of the stretch; null: there is none, or loss is not known. */
  uptime_pct: number | null;
  packet_loss: number | null;
};

export type OutageTotal = {
  count: number;
  /** Measurements without reply, or not received, times the node's interval. */
  seconds: number;
  missing_count: number;
};

/** Outages and silences of a node over [from, to), newest first. */
export type NodeOutages = {
  node_id: string;
  from: string;
  to: string;
  source: Exclude<RangeSource["source"], "aggregates_daily">;
  /** Why not from measurements; null: it is. */
  reason: string | null;
  /** Beginning and end are known to this many seconds. */
  resolution_seconds: number;
  /** Fewer than this many measurements in a row are not listed. */
  measurements_min: number;
  down: OutageTotal;
  silent: OutageTotal;
  /** At most `limit` of both kinds; `more` were left off. */
  outages: Outage[];
  more: number;
  as_of: string;
};
