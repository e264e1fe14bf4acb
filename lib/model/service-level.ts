import type { NodeOutages } from "./outage.ts";

/** How time in which the probe sent nothing is counted. */
export type SilenceRule = "up" | "down" | "out";

/** What counts as what. Printed on every report. */
export type Accounting = {
  /** Thousandths of a percent, whole: 99.9 % is 99,900. */
  objective_milli: number;
  silence: SilenceRule;
  /** A measurement with more loss than this counts as down, percent; null: any reply counts as up. */
  loss_max: number | null;
  /** Left out altogether, [from, to), ISO 8601 UTC. */
  maintenance: { from: string; to: string }[];
};

/** Whole measurements; each stands for the node's interval. */
export type ServiceCounts = {
  /** Measurements outside maintenance, and those of them that count as up. */
  received: number;
  received_up: number;
  /** Due outside maintenance and not received. */
  missing: number;
};

export type ServiceDay = ServiceCounts & { from: string; to: string };

export type ServiceLevel = {
  node_id: string;
  from: string;
  to: string;
  /** Whose days they are. */
  time_zone: string;
  interval_seconds: number;
  source: "metrics" | "aggregates_hourly";
  /** What could not be done as asked, one sentence each. */
  notes: string[];
  accounting: Accounting;
  days: ServiceDay[];
  outages: NodeOutages;
  as_of: string;
};
