import type { Kysely } from "kysely";
import { createDatabase } from "#db/client.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import type { Database } from "#db/schema/index.ts";
import { createDemoLog } from "./activity.ts";
import { minuteOf, openDemo, trimDataset } from "./dataset.ts";
import { backfill, catchUp, type Pace } from "./history.ts";
import { type Demo, writeWindow } from "./window.ts";

/** What this process tells whoever started it; "ready" is answered with {type: "continue"}, see allowed(). */
export type DemoMessage =
  | { type: "progress"; done_days: number; total_days: number }
  | { type: "ready" }
  | { type: "skipped"; reason: string };

class Ended extends Error {}

const TRIM_EVERY_MINUTES = 60;
const RETRY_MAX_MS = 30_000;
/** Share of the time of a statement that is left to others behind it, and the least of it. */
const REST = { share: 0.35, least_ms: 10 } as const;

const ending = new AbortController();
const send = (message: DemoMessage): void => {
  if (process.connected) process.send?.(message);
};
const log = (line: string): void => void process.stderr.write(`demo fleet: ${line}\n`);

/** Waits, or throws Ended as soon as it is time to end. */
const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve, reject) => {
    if (ending.signal.aborted) return reject(new Ended());
    const onEnd = (): void => {
      clearTimeout(timer);
      reject(new Ended());
    };
    const timer = setTimeout(() => {
      ending.signal.removeEventListener("abort", onEnd);
      resolve();
    }, milliseconds);
    ending.signal.addEventListener("abort", onEnd, { once: true });
  });

/** Runs `work` until it succeeds: a database that is away comes back. Any other error is thrown. */
const persist = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let delay = 500; ; delay = Math.min(delay * 2, RETRY_MAX_MS)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Ended) throw error;
      const classified = classifyDatabaseError(error);
      if (classified.kind !== "database_unreachable") throw classified;
      log(`${classified.message} Trying again.`);
      await wait(delay);
    }
  }
};

/** Leaves the database to others for a while behind every statement. */
const createPace = (): Pace => {
  let started = performance.now();
  return {
    pause: async () => {
      await wait(Math.max(REST.least_ms, (performance.now() - started) * REST.share));
      started = performance.now();
    },
    on_progress: (progress) => send({ type: "progress", ...progress }),
  };
};

const noPause: Pace = {
  pause: async () => {
    if (ending.signal.aborted) throw new Ended();
  },
  on_progress: () => undefined,
};

/** Each minute the measurements of that minute, for as long as the process lives. */
const live = async (db: Kysely<Database>, demo: Demo, from: number): Promise<void> => {
  let next = from;
  const count = createDemoLog(db);
  for (let round = 1; ; round += 1) {
    // A moment after the minute has begun, as a probe that measures at once and sends.
    await wait(60_000 - (Date.now() % 60_000) + 1_000);
    const now = minuteOf(Date.now()) + 1;
    if (now <= next) continue;
    // A machine that slept is not caught up with in one transaction.
    for (; next < now; next = Math.min(next + 600, now)) {
      const end = Math.min(next + 600, now);
      const started = performance.now();
      const accepted = await persist(() => writeWindow(db, demo, next, end));
      count({ accepted, milliseconds: performance.now() - started, lag_ms: Date.now() - (end - 1) * 60_000 });
    }
    if (round % TRIM_EVERY_MINUTES === 0) await persist(() => trimDataset(db, demo.dataset_id));
  }
};

/** Waits for whoever started this process to say "continue"; nobody did: at once. */
const allowed = (): Promise<void> =>
  new Promise((resolve) => {
    if (!process.connected) return resolve();
    const onMessage = (message: { type?: string }): void => {
      if (message.type !== "continue") return;
      process.off("message", onMessage);
      resolve();
    };
    process.on("message", onMessage);
    ending.signal.addEventListener("abort", () => resolve(), { once: true });
  });

const fillHistory = async (db: Kysely<Database>, now: number): Promise<void> => {
  await allowed();
  await persist(async () => {
    const opened = await openDemo(db, now);
    if (typeof opened !== "string" && opened.range) {
      await backfill(db, opened.demo, opened.range, minuteOf(now), createPace());
    }
  });
};

const run = async (db: Kysely<Database>): Promise<void> => {
  const opened = await persist(() => openDemo(db, Date.now()));
  if (typeof opened === "string") return send({ type: "skipped", reason: opened });
  const { demo } = opened;
  const now = Date.now();
  const next = minuteOf(now) + 1;
  await persist(async () => {
    const current = await openDemo(db, now);
    if (typeof current !== "string") await catchUp(db, demo, current.range, next, noPause);
    await trimDataset(db, demo.dataset_id);
  });
  send({ type: "ready" });
  await Promise.all([live(db, demo, next), fillHistory(db, now)]);
};

/** The demo fleet as a process: DATABASE_URL names the database and signs in as its owner. */
const main = async (): Promise<void> => {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: it names the database that gets the demo fleet.");
  const end = (): void => ending.abort();
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  process.on("disconnect", end);
  const db = createDatabase({ url, access: "owner", max: 2, application_name: "fiber demo fleet" });
  try {
    await run(db);
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  } finally {
    await db.destroy();
  }
};

main().then(
  () => process.connected && process.disconnect(),
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
