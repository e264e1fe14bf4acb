import "server-only";
import type { Kysely } from "kysely";
import { type IngestEnvironment, readIngestEnvironment } from "#lib/env-ingest.ts";
import { FiberError } from "#lib/errors.ts";
import { AHEAD_MAX_MS, type Limits } from "#lib/ingest/measurement.ts";
import type { Ingest, IngestSettings } from "#lib/model/ingest.ts";
import type { IngestSource } from "#lib/model/ingest-activity.ts";
import { createDatabase } from "./client.ts";
import type { Database } from "./schema/index.ts";
import { type ActivityLog, createActivityLog, keepActivity } from "./writes/ingest/activity.ts";
import { createIngest, ingestLimits } from "./writes/ingest/index.ts";
import type { KnownNodes } from "./writes/nodes.ts";

const STATEMENT_TIMEOUT_MS = 60_000;
/** Batches that are written at once; the embedded database does one thing at a time. */
const WRITERS = process.env.FIBER_EMBEDDED === "1" ? 1 : 4;
const LIMITS_HOLD_MS = 60_000;
const KNOWN_MAX = 200_000;

type Turns = { free: number; waiting: (() => void)[] };

// Kept on globalThis so that a hot reload does not open another pool.
const shared = globalThis as {
  fiber_writer?: Kysely<Database>;
  fiber_ingest_environment?: IngestEnvironment;
  fiber_ingest_limits?: { earliest_time: number | undefined; read_at: number };
  fiber_ingest_turns?: Turns;
  fiber_known_nodes?: KnownNodes;
  fiber_ingest_activity?: ActivityLog;
};

/** The door of ingest: one pool as fiber_writer, for nodes and measurements. */
const writer = (): Kysely<Database> => {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new FiberError("database_unreachable", "DATABASE_URL is not set.", { remedy: "Start with npm start." });
  shared.fiber_writer ??= createDatabase({
    url,
    access: "writer",
    max: WRITERS + 1,
    application_name: "fiber-db ingest",
    statement_timeout_ms: STATEMENT_TIMEOUT_MS,
  });
  return shared.fiber_writer;
};

export const ingestEnvironment = (): IngestEnvironment =>
  (shared.fiber_ingest_environment ??= readIngestEnvironment(process.env));

/** Lets at most WRITERS batches run, the others wait in line; what waits holds one batch and no connection. */
const inTurn = async <T>(write: () => Promise<T>): Promise<T> => {
  const turns = (shared.fiber_ingest_turns ??= { free: WRITERS, waiting: [] });
  if (turns.free > 0) turns.free -= 1;
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return await write();
  } finally {
    const next = turns.waiting.shift();
    if (next) next();
    else turns.free += 1;
  }
};

/** The clock is read each time, the retention once a minute. */
const limitsNow = async (): Promise<Limits> => {
  const now = Date.now();
  const limits = await (shared.fiber_ingest_limits && now - shared.fiber_ingest_limits.read_at < LIMITS_HOLD_MS
    ? undefined
    : ingestLimits(writer()));
  if (limits) shared.fiber_ingest_limits = { earliest_time: limits.earliest_time, read_at: now };
  return { latest_time: now + AHEAD_MAX_MS, earliest_time: shared.fiber_ingest_limits?.earliest_time };
};

const knownNodes = (): KnownNodes => {
  if ((shared.fiber_known_nodes?.size ?? 0) > KNOWN_MAX) shared.fiber_known_nodes = new Map();
  return (shared.fiber_known_nodes ??= new Map());
};

/** One of the process. What was counted last is stored when the process is told to end. */
const activityLog = (): ActivityLog => {
  if (shared.fiber_ingest_activity) return shared.fiber_ingest_activity;
  const made = (shared.fiber_ingest_activity = createActivityLog(writer()));
  process.once("SIGTERM", () => void made.flush());
  return made;
};

/** An ingest of one body of `source`, under the limits and settings of this console. */
export const startIngest = async (options: IngestSettings, source: IngestSource): Promise<Ingest> => {
  const { register_nodes, node_tags, region_tag } = ingestEnvironment();
  const limits = await limitsNow();
  return keepActivity(activityLog(), { source, format: options.format }, (observer) =>
    createIngest(writer(), limits, {
      ...options,
      ...observer,
      node_tags: options.node_tags ?? node_tags,
      region_tag: options.region_tag ?? region_tag,
      register_nodes,
      known: knownNodes(),
      in_turn: inTurn,
    }),
  );
};
