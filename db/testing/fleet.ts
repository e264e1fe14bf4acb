import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { insertMeasurements, insertNode, type MeasurementPattern } from "./factories.ts";
import { compressChunks, refreshAggregates } from "./jobs.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 10;

type Shape = Omit<MeasurementPattern, "from" | "count">;
/** Never sends. */
const NOTHING: Shape = {};
type Member = { node_name: string; region: string | null; silent_minutes: number; shape?: Shape };

/** Repeats every 60 measurements, so that percentiles of whole hours are known. */
const wave = (base: number) => (index: number) => base + (index % 60) * 0.1;

/** The measurement with which silent-af has another level. */
const SHIFTED_AT = 200 * 60;

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
  {
    node_name: "silent-af",
    region: "af-south",
    silent_minutes: 45,
    // Another level in its last days.
    shape: { latency_ms: (index) => wave(index < SHIFTED_AT ? 150 : 172)(index) },
  },
  { node_name: "never-sa", region: "sa-east", silent_minutes: 0, shape: NOTHING },
];

/** What insertTestFleet() made. */
export type TestFleet = {
  /** The minute it ended at when it was made. */
  now: Date;
  /** node_id by node_name. */
  node_ids: Record<string, string>;
  /** Writes what the probes would have sent until `at`, so that each keeps its status; returns how many rows. */
  advance: (at?: Date) => Promise<number>;
};

const wholeMinute = (time: Date): number => Math.floor(time.getTime() / MINUTE) * MINUTE;

/** The measurement of a number is the same, whenever it is written. */
const shapeFrom = ({ latency_ms = 20, skip }: Shape, first: number): Shape => ({
  latency_ms: typeof latency_ms === "function" ? (index) => latency_ms(first + index) : latency_ms,
  skip: skip && ((index) => skip(first + index)),
});

/**
 * Six nodes of ten days at a minute that show each status: steady-eu, lossy-us (every tenth reply missing), gap-ap,
 * late-ap, silent-af, never-sa. Aggregates are refreshed, chunks older than three days compressed.
 */
export const insertTestFleet = async (db: Kysely<Database>, at: Date = new Date()): Promise<TestFleet> => {
  const now = wholeMinute(at);
  const start = now - DAYS * DAY;
  const node_ids: Record<string, string> = {};
  const written = new Map<string, number>();

  const writeUntil = async (member: Member, end: number): Promise<number> => {
    const { node_name, silent_minutes, shape = {} } = member;
    const node_id = node_ids[node_name];
    const first = written.get(node_name) ?? 0;
    // Up to and with the minute of `end`, so that a node without silence was seen just now.
    const count = (end - start) / MINUTE + 1 - silent_minutes - first;
    if (node_id === undefined || shape === NOTHING || count <= 0) return 0;
    written.set(node_name, first + count);
    return insertMeasurements(db, node_id, {
      from: new Date(start + first * MINUTE),
      count,
      ...shapeFrom(shape, first),
    });
  };

  for (const member of MEMBERS) {
    const { node_name, region } = member;
    node_ids[node_name] = (await insertNode(db, { node_name, region })).node_id;
    await writeUntil(member, now);
  }
  await refreshAggregates(db);
  await compressChunks(db, new Date(now - 3 * DAY));

  const advance = async (until: Date = new Date()): Promise<number> => {
    let rows = 0;
    for (const member of MEMBERS) rows += await writeUntil(member, wholeMinute(until));
    return rows;
  };
  return { now: new Date(now), node_ids, advance };
};
