import { fixed, formatRecentTime } from "./format.ts";
import { offsetLabel } from "./time-zone.ts";
import type { PercentileMethod, RangeSource } from "./model/node.ts";

const NAMES: Record<RangeSource["source"], string> = {
  metrics: "measurements",
  aggregates_hourly: "aggregates_hourly",
  aggregates_daily: "aggregates_daily",
};

/** Which relations were read, in order of time: "aggregates_hourly to 13:00, then measurements". */
export function sourcesText(sources: readonly RangeSource[], zone: string, now: string): string {
  const merged = sources.filter(({ source }, index) => source !== sources[index + 1]?.source);
  const texts = merged.map(({ source, to }, index) => {
    const last = index === merged.length - 1;
    if (!last) return `${NAMES[source]} to ${formatRecentTime(to, zone, now)}`;
    return index === 0 ? NAMES[source] : `then ${NAMES[source]}`;
  });
  return texts.join(", ");
}

/** How percentiles were made, with their error: "p50/p95 from histograms (±2.5 %)", "p50/p95 exact". */
export function percentilesText({ method, relative_error_max }: PercentileMethod, which = "p50/p95"): string {
  if (method === "measurements") return `${which} exact`;
  const percent = relative_error_max * 100;
  return `${which} from histograms (±${fixed(percent, Number.isInteger(percent) ? 0 : 1)}\u00a0%)`;
}

type Provenance = { sources: readonly RangeSource[]; percentiles: PercentileMethod; time_zone: string; as_of: string };

/** The line under a panel's title: relations read and when, exactness of percentiles, whose hours and days the buckets are. */
export function sourceLine({ sources, percentiles, time_zone, as_of }: Provenance, zone: string): string {
  const buckets = sources.some(({ source }) => source !== "metrics") ? `buckets in ${time_zone}` : "";
  const read = `read ${formatRecentTime(as_of, zone, as_of)} ${offsetLabel(Date.parse(as_of), zone)}`;
  return [sourcesText(sources, zone, as_of), percentilesText(percentiles), buckets, read].filter(Boolean).join(" · ");
}
