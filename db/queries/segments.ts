import { type RawBuilder, sql } from "kysely";
import { LATENCY_BIN_WIDTH } from "#lib/latency-bins.ts";
import type { Segment } from "#lib/resolution.ts";

const HISTOGRAM_OF = {
  aggregates_hourly: "aggregates_hourly_latency",
  aggregates_daily: "aggregates_daily_latency",
} as const;

/** The relation with the histograms of a rollup's buckets. */
export const histogramOf = (source: keyof typeof HISTOGRAM_OF) => HISTOGRAM_OF[source];

/** All rows of all parts. */
export const union = <T>(parts: RawBuilder<T>[]): RawBuilder<T> => sql<T>`${sql.join(parts, sql` UNION ALL `)}`;

/** The condition that a row is of one of the nodes. */
export const isOneOf = (node_ids: readonly string[]): RawBuilder<unknown> =>
  node_ids.length === 1 ? sql`node_id = ${node_ids[0]}` : sql`node_id = ANY(${node_ids}::uuid[])`;

const ofNodes = (of: string | readonly string[] | undefined) => (of ? sql` AND ${isOneOf([of].flat())}` : sql``);

/** The condition that a row of a segment's source lies in it, and is the node's when one is named. */
export const ofSegment = ({ source, from, to }: Segment, node_id?: string): RawBuilder<boolean> => {
  const time = sql.ref(source === "metrics" ? "time" : "bucket");
  return sql<boolean>`${time} >= ${from}::timestamptz AND ${time} < ${to}::timestamptz${ofNodes(node_id)}`;
};

/**
 * The rows of all segments as sums that add up over any grouping: node_id, time, n (measurements), replies, loss_known,
 * latency_sum, latency_min, latency_max, uptime_sum, loss_sum. Counts are double precision, which holds them exactly and
 * adds them up several times faster than numeric, the type of sums of bigint.
 */
export const sumsOf = (segments: Segment[], of?: string | readonly string[]): RawBuilder<unknown> =>
  union(
    segments.map(({ source, from, to }) =>
      source === "metrics"
        ? sql`SELECT node_id, time, 1::double precision AS n, (latency_ms IS NOT NULL)::integer::double precision AS replies,
              (packet_loss IS NOT NULL)::integer::double precision AS loss_known, latency_ms::double precision AS latency_sum,
              latency_ms AS latency_min, latency_ms AS latency_max, uptime_pct::double precision AS uptime_sum,
              packet_loss::double precision AS loss_sum
              FROM metrics WHERE time >= ${from}::timestamptz AND time < ${to}::timestamptz${ofNodes(of)}`
        : sql`SELECT node_id, bucket AS time, measurement_count::double precision AS n, reply_count::double precision AS replies,
              loss_known_count::double precision AS loss_known,
              avg_latency_ms * reply_count AS latency_sum, min_latency_ms AS latency_min, max_latency_ms AS latency_max,
              avg_uptime_pct * measurement_count AS uptime_sum, avg_packet_loss * loss_known_count AS loss_sum
              FROM ${sql.table(source)} WHERE bucket >= ${from}::timestamptz AND bucket < ${to}::timestamptz${ofNodes(of)}`,
    ),
  );

/** The latency histogram of all segments: node_id, time, latency_bin, replies (double precision, as above). */
export const binsOf = (segments: Segment[], of?: string | readonly string[]): RawBuilder<unknown> =>
  union(
    segments.map(({ source, from, to }) =>
      source === "metrics"
        ? sql`SELECT node_id, time, floor(ln(latency_ms::double precision) / ${sql.lit(LATENCY_BIN_WIDTH)})::smallint AS latency_bin,
              1::double precision AS replies
              FROM metrics WHERE latency_ms IS NOT NULL
                AND time >= ${from}::timestamptz AND time < ${to}::timestamptz${ofNodes(of)}`
        : sql`SELECT node_id, bucket AS time, latency_bin, reply_count::double precision AS replies
              FROM ${sql.table(HISTOGRAM_OF[source])}
              WHERE bucket >= ${from}::timestamptz AND bucket < ${to}::timestamptz${ofNodes(of)}`,
    ),
  );

const middleOf = (bin: RawBuilder<unknown>) => sql`exp((${bin} + 0.5) * ${sql.lit(LATENCY_BIN_WIDTH)})`;

/** percentile_cont over bins: the two ranks around the position, each by the middle of its bin, interpolated. */
const percentileOfBins = (fraction: number): RawBuilder<number> => {
  const position = sql`(${sql.lit(fraction)}::double precision * (max(total) - 1))`;
  const rank = (offset: RawBuilder<unknown>) => sql`min(latency_bin) FILTER (WHERE upto >= ${offset})`;
  const lower = middleOf(rank(sql`floor(${sql.lit(fraction)}::double precision * (total - 1)) + 1`));
  const upper = middleOf(rank(sql`ceil(${sql.lit(fraction)}::double precision * (total - 1)) + 1`));
  return sql<number>`(${lower} + (${position} - floor(${position})) * (${upper} - ${lower}))`;
};

/** Names of percentiles that can be asked for, with their fractions. */
const FRACTIONS = { p05: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95, p99: 0.99 } as const;

type PercentileName = keyof typeof FRACTIONS;

export const ALL_PERCENTILES = Object.keys(FRACTIONS) as PercentileName[];

/**
 * Percentiles per key from a histogram relation with columns key, latency_bin, replies: key and those asked for in
 * milliseconds, each within 2.5 % of percentile_cont over the same replies.
 */
export const percentilesOfBins = (
  histogram: RawBuilder<unknown>,
  names: readonly PercentileName[],
): RawBuilder<unknown> => sql`
  SELECT key, ${sql.join(names.map((name) => sql`${percentileOfBins(FRACTIONS[name])} AS ${sql.ref(name)}`))}
  FROM (
    SELECT key, latency_bin,
           sum(replies) OVER (PARTITION BY key ORDER BY latency_bin) AS upto,
           sum(replies) OVER (PARTITION BY key) AS total
    FROM (SELECT key, latency_bin, sum(replies) AS replies FROM (${histogram}) h GROUP BY key, latency_bin) binned
  ) ranked
  GROUP BY key`;
