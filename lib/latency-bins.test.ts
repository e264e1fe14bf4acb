import { expect, test } from "vitest";
import { LATENCY_BIN_RELATIVE_ERROR, latencyBin, latencyOfBin } from "./latency-bins.ts";

test("the middle of a bin is within the stated error of all it holds", () => {
  for (let latency_ms = 0.01; latency_ms < 600_000; latency_ms *= 1.0037) {
    const middle = latencyOfBin(latencyBin(latency_ms));
    expect(Math.abs(middle - latency_ms) / latency_ms).toBeLessThanOrEqual(LATENCY_BIN_RELATIVE_ERROR);
  }
});
