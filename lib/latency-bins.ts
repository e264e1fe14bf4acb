/**
 * The bins of the latency histograms: bin b holds e^(0.049 b) <= latency_ms < e^(0.049 (b + 1)). The middle of a bin
 * is within 2.5 % of every value in it. Migration 20261122t1020-aggregates writes the same width into the database.
 */
export const LATENCY_BIN_WIDTH = 0.049;

/** Largest relative error of a percentile read from bins. */
export const LATENCY_BIN_RELATIVE_ERROR = 0.025;

/** The bin of a round trip in milliseconds (> 0). */
export const latencyBin = (latency_ms: number): number => Math.floor(Math.log(latency_ms) / LATENCY_BIN_WIDTH);

/** The value in milliseconds that stands for a bin: its geometric middle. */
export const latencyOfBin = (bin: number): number => Math.exp((bin + 0.5) * LATENCY_BIN_WIDTH);

/** Where a bin begins, in milliseconds: it holds latencyBinEdge(bin) <= latency_ms < latencyBinEdge(bin + 1). */
export const latencyBinEdge = (bin: number): number => Math.exp(bin * LATENCY_BIN_WIDTH);
