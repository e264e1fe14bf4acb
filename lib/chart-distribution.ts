import type { ValueScale, ValueTick } from "./axis.ts";
import { valueScale } from "./axis.ts";
import { fixed, formatCount, formatLatency, formatShare, latencyQuantity } from "./format.ts";
import { latencyBin, latencyBinEdge } from "./latency-bins.ts";
import type { LatencyBin, LatencyDistribution } from "./model/distribution.ts";

/** A bin as it is drawn and read aloud. */
export type DistributionBar = LatencyBin & {
  /** Its part of all replies, 0 to 1. */
  share: number;
  /** Replies in it or in a faster bin, as a part of all replies. */
  share_upto: number;
};

/** Percentiles of the same range, when they are known. */
export type Percentiles = {
  latency_ms_p50: number | null;
  latency_ms_p95: number | null;
  latency_ms_p99: number | null;
};

/** Fewer bins would be drawn as blocks: one bin alone then looks like a wide spread. */
const BARS_MIN = 24;

const emptyBins = (first: number, count: number): LatencyBin[] =>
  Array.from({ length: count }, (_, i) => ({
    latency_ms_from: latencyBinEdge(first + i),
    latency_ms_to: latencyBinEdge(first + i + 1),
    reply_count: 0,
  }));

/** The bins as bars, with empty ones on both sides where there are few. No bin: no bar. */
export function distributionBars({ bins, reply_count }: LatencyDistribution): DistributionBar[] {
  const [first, last] = [bins[0], bins.at(-1)];
  if (!first || !last || reply_count === 0) return [];
  const indexOf = (bin: LatencyBin) => latencyBin(Math.sqrt(bin.latency_ms_from * bin.latency_ms_to));
  const missing = Math.max(2, BARS_MIN - bins.length);
  const before = Math.floor(missing / 2);
  const all = [
    ...emptyBins(indexOf(first) - before, before),
    ...bins,
    ...emptyBins(indexOf(last) + 1, missing - before),
  ];
  return withShares(all, reply_count);
}

/** Bins with their part of all replies and what came before them, fastest first. */
export function withShares(bins: readonly LatencyBin[], reply_count: number): DistributionBar[] {
  let upto = 0;
  return bins.map((bin) => {
    upto += bin.reply_count;
    return { ...bin, share: bin.reply_count / reply_count, share_upto: upto / reply_count };
  });
}

/** Round marks within a decade, few first. */
const MARKS = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9]];

/** Round values in milliseconds on a logarithmic axis, as many as stand apart by at least `apart` of its length. */
export function latencyTicks(from_ms: number, to_ms: number, apart: number): ValueTick[] {
  const [low, high] = [Math.log(from_ms), Math.log(to_ms)];
  const candidates = MARKS.map((marks) => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(from_ms)); power <= Math.ceil(Math.log10(to_ms)); power += 1) {
      for (const mark of marks) {
        const value = Number((mark * 10 ** power).toPrecision(3));
        if (value >= from_ms && value <= to_ms) ticks.push(value);
      }
    }
    return ticks;
  });
  const stand = (ticks: number[]) =>
    ticks.every((tick, i) => i === 0 || Math.log(tick / (ticks[i - 1] ?? tick)) / (high - low) >= apart);
  const chosen = candidates.findLast(stand) ?? candidates[0] ?? [];
  return chosen.map((value) => ({ value, label: tickLabel(value) }));
}

/** As short as the value is: 20, 1.5, 0.05. */
const tickLabel = (ms: number): string => fixed(ms, (String(ms).split(".")[1] ?? "").length);

/** A zero-based axis of counts whose ticks are whole numbers. */
export function countScale(bars: readonly DistributionBar[]): ValueScale {
  const highest = Math.max(1, ...bars.map((bar) => bar.reply_count));
  const scales = [4, 3, 2, 1].map((max_ticks) => valueScale(0, highest, { zero: true, max_ticks }));
  const whole = scales.find(({ ticks }) => ticks.every(({ value }) => Number.isInteger(value)));
  const { min, max, ticks } = whole ?? valueScale(0, highest, { zero: true, max_ticks: 1 });
  return { min, max, ticks: ticks.map(({ value }) => ({ value, label: formatCount(value).replace("\u00a0", " ") })) };
}

/** "20.1 – 21.1 ms" */
export const binRange = (from_ms: number, to_ms: number): string =>
  `${latencyQuantity(from_ms).value} – ${formatLatency(to_ms)}`;

/** One bar in words. */
export function barText(bar: DistributionBar | undefined): string {
  if (!bar) return "no value";
  const where = `${formatLatency(bar.latency_ms_from)} to ${formatLatency(bar.latency_ms_to)}`;
  const replies = bar.reply_count === 1 ? "1 reply" : `${formatCount(bar.reply_count)} replies`;
  return `${where}: ${replies}, ${formatShare(bar.share)}; ${formatShare(bar.share_upto)} of all are this fast or faster`;
}

/** Stretches of bars of at least a twentieth of the highest one: two of them are two levels. The three with most replies, by latency. */
export function levels(bars: readonly DistributionBar[]): DistributionBar[] {
  const highest = Math.max(0, ...bars.map((bar) => bar.share));
  const found: DistributionBar[] = [];
  for (const bar of bars.filter(({ share }) => share > 0 && share >= highest / 20)) {
    const open = found.at(-1);
    if (open?.latency_ms_to !== bar.latency_ms_from) found.push({ ...bar });
    else
      found[found.length - 1] = {
        ...bar,
        latency_ms_from: open.latency_ms_from,
        reply_count: open.reply_count + bar.reply_count,
        share: open.share + bar.share,
      };
  }
  const most = found.toSorted((a, b) => b.share - a.share).slice(0, 3);
  return most.toSorted((a, b) => a.latency_ms_from - b.latency_ms_from);
}

/** The whole picture in words: how many, where most are, the percentiles. */
export function distributionSummary(distribution: LatencyDistribution, percentiles: Percentiles | undefined): string {
  const { bins, reply_count } = distribution;
  const [first, last] = [bins[0], bins.at(-1)];
  if (!first || !last) return "No reply came in this range.";
  const spread = `${reply_count === 1 ? "1 reply" : `${formatCount(reply_count)} replies`} between ${formatLatency(first.latency_ms_from)} and ${formatLatency(last.latency_ms_to)}.`;
  const most = levels(distributionBars(distribution))
    .map((level) => `${formatShare(level.share)} at ${binRange(level.latency_ms_from, level.latency_ms_to)}`)
    .join(", ");
  const named = percentiles
    ? (["p50", "p95", "p99"] as const).flatMap((name) => {
        const value = percentiles[`latency_ms_${name}`];
        return value === null ? [] : [`${name} ${formatLatency(value)}`];
      })
    : [];
  return `${spread} ${most}.${named.length > 0 ? ` ${named.join(", ")}.` : ""}`;
}

/** The bins as CSV with a header, snake_case names. Lines end in CR LF (RFC 4180). */
export function distributionCsv({ bins }: LatencyDistribution): string {
  const rows = bins.map((bin) => [bin.latency_ms_from, bin.latency_ms_to, bin.reply_count].join(","));
  return `${["latency_ms_from,latency_ms_to,reply_count", ...rows].join("\r\n")}\r\n`;
}
