import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { insertMeasurements, insertNode, type MeasurementPattern } from "./factories.ts";
import { compressChunks, refreshAggregates } from "./jobs.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 10;

type Shape = Omit<MeasurementPattern, "from" | "count">;
type Member = { node_name: string; region: string | null; silent_minutes: number; shape?: Shape };

/** Repeats every 60 measurements, so that percentiles of whole hours are known. */
const wave = (base: number) => (index: number) => base + (index % 60) * 0.1;

const MEMBERS: readonly Member[] = [
  { node_name: "steady-eu", region: "eu-west", silent_minutes: 0, shape: { latency_ms: wave(20) } },
  {
    node_name: "lossy-us",
    region: "us-east",
    silent_minutes: 0,
    shape: { latency_ms: (index) => (index % 10 === 0 ? null : wave(80)(index)) },
  },
  {
    node_name: "gap-ap",
    region: "ap-south",
    silent_minutes: 0,
    // Silent for three hours every second day.
    shape: { latency_ms: wave(120), skip: (index) => index % 2880 >= 1200 && index % 2880 < 1380 },
  },
  { node_name: "late-ap", region: "ap-south", silent_minutes: 5, shape: { latency_ms: wave(45) } },
  { node_name: "silent-af", region: "af-south", silent_minutes: 45, shape: { latency_ms: wave(150) } },
  { node_name: "never-sa", region: "sa-east", silent_minutes: DAYS * 1440 },
];

/** What insertTestFleet() made: the minute it ends at, and node_id by node_name. */
export type TestFleet = { now: Date; node_ids: Record<string, string> };

/**
 * Six nodes of ten days at a minute that show each status: steady-eu, lossy-us (every tenth reply missing), gap-ap,
 * late-ap, silent-af, never-sa. Aggregates are refreshed, chunks older than three days compressed.
 */
export const insertTestFleet = async (db: Kysely<Database>, at: Date = new Date()): Promise<TestFleet> => {
  const now = new Date(Math.floor(at.getTime() / MINUTE) * MINUTE);
  const node_ids: Record<string, string> = {};
  for (const { node_name, region, silent_minutes, shape } of MEMBERS) {
    const node = await insertNode(db, { node_name, region });
    node_ids[node_name] = node.node_id;
    const from = new Date(now.getTime() - DAYS * DAY);
    const count = DAYS * 1440 - silent_minutes;
    if (count > 0) await insertMeasurements(db, node.node_id, { from, count, ...shape });
  }
  await refreshAggregates(db);
  await compressChunks(db, new Date(now.getTime() - 3 * DAY));
  return { now, node_ids };
};
