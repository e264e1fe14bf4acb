/** Minutes of a day; all times here are whole minutes since 1970 (UTC), or minutes from the anchor where it says so. */
const DAY = 1440;
const hour = (hours: number): number => hours * 60;
const day = (days: number, hours = 0, minutes = 0): number => days * DAY + hour(hours) + minutes;

/** Days of history a demo fleet has from the start. */
export const HISTORY_DAYS = 90;

/** What happens to a probe from `from` up to `to`, in minutes from the anchor; without `to` it lasts. */
type Event = { from: number; to?: number } & (
  | { kind: "absent" }
  | { kind: "down" }
  | { kind: "loss"; loss_pct: number }
  | { kind: "shift"; add_ms: number }
  | { kind: "drift"; ms_per_day: number }
);

/** A simulated probe. */
export type DemoNode = {
  node_name: string;
  region: string;
  /** Floor of its latency, and what the busiest hour of the day adds to it. */
  base_ms: number;
  diurnal_ms: number;
  /** UTC hour of the busiest time. */
  peak_hour: number;
  /** Median and spread of the lognormal part. */
  jitter_ms: number;
  jitter_sigma: number;
  /** Packets lost on a usual day, percent. */
  loss_pct: number;
  /** False: it cannot know its loss. */
  loss_known: boolean;
  /** Measurements arrive this many minutes after they were made. */
  delay_minutes: number;
  /** Share of half hours in which it sends nothing. */
  gap_share: number;
  events: readonly Event[];
};

type Traits = Partial<Omit<DemoNode, "node_name" | "region" | "base_ms" | "events">>;

const probe = (
  node_name: string,
  region: string,
  base_ms: number,
  events: readonly Event[] = [],
  traits: Traits = {},
): DemoNode => ({
  node_name,
  region,
  base_ms,
  diurnal_ms: base_ms * 0.08,
  peak_hour: 19,
  jitter_ms: 0.4 + base_ms * 0.02,
  jitter_sigma: 0.7,
  loss_pct: 0.04,
  loss_known: true,
  delay_minutes: 0,
  gap_share: 0,
  events,
  ...traits,
});

const WEST_COAST_CUT: Event = { kind: "down", from: day(-17, 22, 5), to: day(-17, 22, 50) };

const flapping = (from: number, to: number): Event[] =>
  Array.from({ length: Math.floor((to - from) / 40) }, (_, at) => ({
    kind: "down",
    from: from + at * 40,
    to: from + at * 40 + 10,
  }));

/** 24 probes in 8 regions. Every status and every kind of trouble that the console tells apart is in it. */
export const demoFleet: readonly DemoNode[] = [
  probe("frankfurt-1", "eu-central", 6.2),
  probe("frankfurt-2", "eu-central", 6.8),
  // Another route since a month ago: the level stays up.
  probe("vienna-1", "eu-central", 14.5, [{ kind: "shift", from: day(-33, 9, 20), add_ms: 18 }]),
  probe("dublin-1", "eu-west", 21),
  // Slowly worse, a third of a millisecond a day.
  probe("paris-1", "eu-west", 12.4, [{ kind: "drift", from: day(-60), to: day(30), ms_per_day: 0.34 }]),
  probe("madrid-1", "eu-west", 29, [
    { kind: "loss", from: day(-40, 4), to: day(-39, 1), loss_pct: 5 },
    { kind: "loss", from: day(-12), to: day(-9, 18), loss_pct: 8 },
  ]),
  probe("stockholm-1", "eu-north", 24),
  probe("oslo-1", "eu-north", 27, [
    { kind: "down", from: day(-21, 3, 12), to: day(-21, 6, 30) },
    { kind: "down", from: day(-2, 14, 10), to: day(-2, 15, 35) },
  ]),
  probe("helsinki-1", "eu-north", 31, [{ kind: "down", from: day(-55, 1), to: day(-54, 9) }]),
  probe("ashburn-1", "us-east", 88),
  probe("newyork-1", "us-east", 84, flapping(day(-5, 6), day(-4, 2))),
  // Its method of measuring says nothing about loss.
  probe("atlanta-1", "us-east", 97, [], { loss_known: false, peak_hour: 1 }),
  probe("seattle-1", "us-west", 142, [WEST_COAST_CUT], { peak_hour: 4 }),
  // On a satellite uplink that delivers in arrears.
  probe("losangeles-1", "us-west", 149, [WEST_COAST_CUT], { peak_hour: 4, delay_minutes: 5 }),
  probe("phoenix-1", "us-west", 153, [WEST_COAST_CUT], { peak_hour: 4, gap_share: 0.12 }),
  probe("saopaulo-1", "sa-east", 201, [], { diurnal_ms: 34, peak_hour: 0 }),
  // Loses a little since yesterday evening.
  probe("santiago-1", "sa-east", 226, [{ kind: "loss", from: hour(-8), loss_pct: 2.6 }], { peak_hour: 1 }),
  // Its target does not answer any more: the probe reports, the target is down.
  probe("bogota-1", "sa-east", 184, [{ kind: "down", from: hour(-7) }], { peak_hour: 1 }),
  probe("singapore-1", "ap-southeast", 168, [], { peak_hour: 13 }),
  probe("jakarta-1", "ap-southeast", 212, [], { diurnal_ms: 60, jitter_ms: 34, jitter_sigma: 0.9, peak_hour: 13 }),
  // In the fleet for a month only.
  probe("sydney-1", "ap-southeast", 271, [{ kind: "absent", from: day(-400), to: day(-30, 6) }], { peak_hour: 10 }),
  probe("capetown-1", "af-south", 158, [], { diurnal_ms: 42, peak_hour: 18 }),
  // Has not been heard of for four days.
  probe("nairobi-1", "af-south", 171, [{ kind: "absent", from: day(-4, -3, 17) }]),
  // Set up, and never heard of.
  probe("lagos-1", "af-south", 119, [{ kind: "absent", from: day(-400) }]),
];

/** A stretch of minutes [from, to) in which a probe behaves in one way. */
export type Segment = {
  /** Place of the probe in the fleet, from 1: it seeds the noise. */
  seed: number;
  from_minute: number;
  to_minute: number;
  down: boolean;
  loss_pct: number;
  /** Added to the latency at `from_minute`, and from minute to minute. */
  add_ms: number;
  slope_ms: number;
};

const lasts = (event: Event, minute: number): boolean => event.from <= minute && minute < (event.to ?? Infinity);

const driftAt = (event: Event & { kind: "drift" }, minute: number): number =>
  (Math.max(0, Math.min(minute, event.to ?? Infinity) - event.from) * event.ms_per_day) / DAY;

const behaviour = (node: DemoNode, minute: number): Omit<Segment, "seed" | "from_minute" | "to_minute"> => {
  const result = { down: false, loss_pct: node.loss_pct, add_ms: 0, slope_ms: 0 };
  for (const event of node.events) {
    if (event.kind === "drift") {
      result.add_ms += driftAt(event, minute);
      if (lasts(event, minute)) result.slope_ms += event.ms_per_day / DAY;
    } else if (lasts(event, minute)) {
      if (event.kind === "down") result.down = true;
      if (event.kind === "loss") result.loss_pct = event.loss_pct;
      if (event.kind === "shift") result.add_ms += event.add_ms;
    }
  }
  return result;
};

/**
 * How the fleet behaves in the minutes [from, to), cut where something begins or ends. A probe that delivers late is
 * asked for what has arrived by then: its minutes lie earlier. `anchor` is the minute that events count from.
 */
export const listSegments = (
  fleet: readonly DemoNode[],
  anchor: number,
  from: number,
  to: number,
): (Segment & { node_name: string })[] =>
  fleet.flatMap((node, at) => {
    const start = from - node.delay_minutes - anchor;
    const end = to - node.delay_minutes - anchor;
    const edges = node.events.flatMap((event) => [event.from, event.to ?? Infinity]);
    const cuts = [...new Set([start, ...edges.filter((edge) => edge > start && edge < end), end])].toSorted(
      (a, b) => a - b,
    );
    return cuts.slice(0, -1).flatMap((cut, place) => {
      if (node.events.some((event) => event.kind === "absent" && lasts(event, cut))) return [];
      const from_minute = cut + anchor;
      const to_minute = (cuts[place + 1] as number) + anchor;
      return [{ node_name: node.node_name, seed: at + 1, from_minute, to_minute, ...behaviour(node, cut) }];
    });
  });
