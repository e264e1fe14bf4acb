import { expect, test } from "vitest";
import { latencyBin, latencyOfBin } from "./latency-bins.ts";
import { createLatencyHistogram, percentilesOf } from "./latency-histogram.ts";

const FRACTIONS = [0.05, 0.5, 0.95, 0.99, 1] as const;

/** percentile_cont, written out. */
const reference = (values: number[], fraction: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = fraction * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return low + (position - Math.floor(position)) * (high - low);
};

const latencies = (count: number, scale: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(scale * Math.exp(((i * 7919) % 1000) / 250)));

test.each([1, 2, 7, 1440])("percentiles of %i values are those of percentile_cont", (count) => {
  const values = latencies(count, 3);
  const own = percentilesOf(Float32Array.from(values), FRACTIONS);
  FRACTIONS.forEach((fraction, at) => expect(own[at]).toBeCloseTo(reference(values, fraction), 10));
});

test.each([1, 2, 7, 1440])("percentiles of %i replies in bins are those of the middles of their bins", (count) => {
  const values = latencies(count, 0.002);
  const histogram = createLatencyHistogram();
  for (const value of values) histogram.addReply(value);
  const middles = values.map((value) => latencyOfBin(latencyBin(value)));
  const own = histogram.percentiles(FRACTIONS);
  FRACTIONS.forEach((fraction, at) => {
    expect(own[at]).toBeCloseTo(reference(middles, fraction), 10);
    expect(Math.abs(own[at]! / reference(values, fraction) - 1)).toBeLessThan(0.0251);
  });
});

test("histograms add up, and an emptied one holds nothing", () => {
  const [one, all, whole] = [createLatencyHistogram(), createLatencyHistogram(), createLatencyHistogram()];
  for (const scale of [0.001, 40, 2000]) {
    one.clear();
    for (const value of latencies(100, scale)) {
      one.addReply(value);
      whole.add(latencyBin(value), 1);
    }
    one.addTo(all);
  }
  expect(all.percentiles(FRACTIONS)).toEqual(whole.percentiles(FRACTIONS));
  one.clear();
  expect(one.percentiles(FRACTIONS)).toEqual([null, null, null, null, null]);
  expect(percentilesOf(new Float32Array(0), [0.5])).toEqual([null]);
});
