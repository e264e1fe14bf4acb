/** Figures computed in plain TypeScript, to hold the database's against. */

export type Measured = { time: number; latency_ms: number | null; uptime_pct: number; packet_loss: number | null };

/** percentile_cont: linear between the two ranks around the position; null of nothing. */
export const percentile = (values: number[], fraction: number): number | null => {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const position = fraction * (sorted.length - 1);
  const lower = sorted[Math.floor(position)]!;
  const upper = sorted[Math.ceil(position)]!;
  return lower + (position - Math.floor(position)) * (upper - lower);
};

const average = (values: number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);

/** The figures of any set of measurements. */
export const referenceFigures = (rows: Measured[]) => {
  const latency = known(rows.map((row) => row.latency_ms));
  return {
    count: rows.length,
    reply_count: latency.length,
    latency_ms_avg: average(latency),
    latency_ms_min: latency.length > 0 ? Math.min(...latency) : null,
    latency_ms_max: latency.length > 0 ? Math.max(...latency) : null,
    latency_ms_p50: percentile(latency, 0.5),
    latency_ms_p95: percentile(latency, 0.95),
    latency_ms_p99: percentile(latency, 0.99),
    uptime_pct: average(rows.map((row) => row.uptime_pct)),
    packet_loss: average(known(rows.map((row) => row.packet_loss))),
  };
};
