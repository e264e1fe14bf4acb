import { type Kysely, sql } from "kysely";
import type { Database } from "../schema/index.ts";
import type { Measure } from "./measure.ts";

const bytesOf = async (db: Kysely<Database>): Promise<number> => {
  const { rows } = await sql<{ bytes: number }>`SELECT hypertable_size('public.metrics') AS bytes`.execute(db);
  return rows[0]!.bytes;
};

/** The load of the storage promise: 100 nodes, one week at a minute, 1,008,000 rows, compressed at once. */
export const benchStorage = async (db: Kysely<Database>): Promise<Measure[]> => {
  await sql`INSERT INTO nodes (node_name, first_seen_at) SELECT 'storage-' || i, '2026-11-02' FROM generate_series(1, 100) i`.execute(
    db,
  );
  await sql`SELECT setseed(0.42)`.execute(db);
  await sql`
    INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
    SELECT t, n.node_id,
           CASE WHEN random() < 0.002 THEN NULL
                ELSE round((20 + abs(hashtext(n.node_name)) % 100 + 8 * random() * random())::numeric, 2)::real END,
           CASE WHEN random() < 0.002 THEN 0 ELSE 100 END, CASE WHEN random() < 0.01 THEN 33.3 ELSE 0 END
    FROM nodes n
    CROSS JOIN generate_series(timestamptz '2026-11-02 00:00+00', '2026-11-08 23:59+00', INTERVAL '1 minute') t
    ORDER BY t`.execute(db);
  const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM metrics`.execute(db);
  const count = rows[0]!.rows;
  const before = await bytesOf(db);
  await sql`SELECT compress_chunk(c) FROM show_chunks('public.metrics') c`.execute(db);
  const after = await bytesOf(db);
  return [
    { name: "storage: rows", value: count, unit: "rows" },
    { name: "storage: row-oriented", value: before / count, unit: "B/row" },
    {
      name: "storage: compressed",
      value: after / count,
      unit: "B/row",
      ratio: before / after,
      against: "before compression",
      at_least: 25,
    },
  ];
};
