import { coverageOf } from "#lib/coverage.ts";
import type { Figures } from "#lib/model/node.ts";
import { NO_SUMS, type Sums } from "./node-sums.ts";
import type { Percentiles } from "./percentiles.ts";

const clamp = (value: number | null | undefined, sums: Pick<Sums, "latency_min" | "latency_max">) =>
  value == null ? null : Math.min(sums.latency_max ?? value, Math.max(sums.latency_min ?? value, value));

/** Figures from sums and percentiles. Latency is weighted by replies, uptime by measurements, loss where it is known. */
export const figuresOf = (
  sums: Sums | undefined,
  percentiles: Percentiles | undefined,
  expected_count: number,
): Figures => {
  const s = sums ?? NO_SUMS;
  return {
    measurement_count: s.n,
    expected_count,
    coverage: coverageOf(s.n, expected_count),
    reply_count: s.replies,
    loss_known_count: s.loss_known,
    latency_ms_avg: s.replies > 0 && s.latency_sum !== null ? s.latency_sum / s.replies : null,
    latency_ms_min: s.latency_min,
    latency_ms_max: s.latency_max,
    latency_ms_p50: clamp(percentiles?.p50, s),
    latency_ms_p95: clamp(percentiles?.p95, s),
    latency_ms_p99: clamp(percentiles?.p99, s),
    uptime_pct: s.n > 0 ? s.uptime_sum / s.n : null,
    packet_loss: s.loss_known > 0 && s.loss_sum !== null ? s.loss_sum / s.loss_known : null,
  };
};
