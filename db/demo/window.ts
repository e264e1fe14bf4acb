import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { demoFleet, type DemoNode, listSegments } from "./fleet.ts";

/** A demo fleet in a database. */
export type Demo = {
  dataset_id: string;
  /** Minute since 1970 that planted events count from: the midnight (UTC) before the fleet was made. */
  anchor: number;
  /** Node ids by name. */
  node_ids: ReadonlyMap<string, string>;
};

const PACKETS = 20;

/** Natural logarithm of the ratio of the geometric distribution whose mean is the number of packets lost of 20. */
const lossRatio = (loss_pct: number): number => {
  const mean = (loss_pct * PACKETS) / 100;
  return Math.log(mean / (1 + mean));
};

const columnsOf = (demo: Demo, from: number, to: number) => {
  const segments = listSegments(demoFleet, demo.anchor, from, to).flatMap((segment) => {
    const node_id = demo.node_ids.get(segment.node_name);
    const node = demoFleet[segment.seed - 1];
    return node_id && node ? [{ ...segment, node_id, node }] : [];
  });
  const each = <T>(value: (segment: (typeof segments)[number]) => T): T[] => segments.map(value);
  const trait = (name: keyof DemoNode) => each(({ node }) => node[name]);
  return { segments, each, trait };
};

/**
 * Writes the fleet's measurements of the minutes [from, to) in one transaction and moves last seen and the dataset's
 * range; returns how many were new. A measurement depends on its probe, its minute and the anchor alone, whatever was
 * written before and in whatever order. Noise comes from PostgreSQL's own hash of the minute, seeded by the probe.
 */
export const writeWindow = async (db: Kysely<Database>, demo: Demo, from: number, to: number): Promise<number> => {
  const { segments, each, trait } = columnsOf(demo, from, to);
  if (segments.length === 0) return 0;
  const { rows } = await sql<{ written: number }>`
    WITH segments AS (
      SELECT * FROM unnest(
        ${each((s) => s.node_id)}::uuid[], ${each((s) => s.seed)}::bigint[],
        ${each((s) => s.from_minute)}::bigint[], ${each((s) => s.to_minute)}::bigint[], ${each((s) => s.down)}::boolean[],
        ${each((s) => lossRatio(s.loss_pct))}::double precision[], ${each((s) => s.add_ms)}::double precision[],
        ${each((s) => s.slope_ms)}::double precision[], ${trait("base_ms")}::double precision[],
        ${trait("diurnal_ms")}::double precision[], ${trait("peak_hour")}::double precision[],
        ${trait("jitter_ms")}::double precision[], ${trait("jitter_sigma")}::double precision[],
        ${trait("loss_known")}::boolean[], ${trait("gap_share")}::double precision[]
      ) AS s (node_id, seed, from_minute, to_minute, down, loss_ratio, add_ms, slope_ms, base_ms, diurnal_ms, peak_hour,
              jitter_ms, jitter_sigma, loss_known, gap_share)
    ), draws AS (
      -- One hash a use; the seed of each use is the probe's and a number of its own.
      SELECT segments.*, minute,
             hashint8extended(minute, seed) AS jitter_draw,
             hashint8extended(minute, seed + 1000) AS event_draw,
             hashint8extended(minute / 360, seed + 2000) AS outage_draw,
             hashint8extended(minute / 30, seed + 3000) AS gap_draw
      FROM segments CROSS JOIN LATERAL generate_series(from_minute, to_minute - 1) AS minute
    ), figures AS (
      SELECT node_id, minute, loss_known,
             -- Now and then a probe's target is away for 3 to 12 minutes.
             down OR (outage_draw & 127 = 0 AND minute % 360 < 3 + ((outage_draw >> 8) & 1023) % 10) AS down,
             base_ms + add_ms + slope_ms * (minute - from_minute)
               + diurnal_ms * (1 + cos(2 * pi() * (minute / 60.0::double precision - peak_hour) / 24)) / 2
               + jitter_ms * exp(jitter_sigma
                   * sqrt(-2 * ln(((jitter_draw & 4294967295) + 1) / 4294967297::double precision))
                   * cos(2 * pi() * ((jitter_draw >> 32) & 4294967295) / 4294967296::double precision))
               -- One minute in 512 meets a queue.
               + CASE WHEN event_draw & 511 = 0 THEN 20 + ((event_draw >> 10) & 255) ELSE 0 END AS latency_ms,
             least(floor(ln((((event_draw >> 20) & 1048575) + 1) / 1048577::double precision) / loss_ratio), 19) AS lost
      FROM draws
      WHERE (gap_draw & 1023) >= gap_share * 1024
    ), inserted AS (
      INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
      SELECT to_timestamp(minute * 60), node_id, CASE WHEN NOT down THEN round(latency_ms * 1000) / 1000 END,
             CASE WHEN down THEN 0 ELSE 100 END,
             CASE WHEN NOT loss_known THEN NULL WHEN down THEN 100 ELSE lost * (100 / 20) END
      FROM figures
      ON CONFLICT (node_id, time) DO NOTHING
      RETURNING node_id, time
    ), seen AS (
      SELECT node_id, min(time) AS first_time, max(time) AS last_time, count(*) AS written FROM inserted GROUP BY node_id
    ), moved AS (
      UPDATE nodes SET first_seen_at = least(first_seen_at, first_time), last_seen_at = greatest(last_seen_at, last_time)
      FROM seen WHERE nodes.node_id = seen.node_id
    ), kept AS (
      UPDATE fiber.datasets SET first_time = least(first_time, to_timestamp(${from}::bigint * 60)),
                                last_time = greatest(last_time, to_timestamp((${to}::bigint - 1) * 60))
      WHERE dataset_id = ${demo.dataset_id}
    )
    SELECT coalesce(sum(written), 0)::bigint AS written FROM seen`.execute(db);
  return rows[0]?.written ?? 0;
};
