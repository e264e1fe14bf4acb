import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import { migrateToLatest } from "#db/migrations/index.ts";
import { createIngest, type IngestOptions } from "#db/writes/ingest/index.ts";
import { limitsAt } from "#lib/ingest/measurement.ts";
import { type EmbeddedServer, startEmbedded } from "./index.ts";
import { killHard, temporaryDirectory } from "./test-kit.ts";

const ROWS = 40_000;
const NODES = 20;

let dir: { path: string; remove(): void };
let server: EmbeddedServer;

beforeEach(async () => {
  dir = temporaryDirectory();
  server = await startEmbedded({ data_dir: dir.path, jobs: false });
});
afterEach(async () => {
  await server.stop();
  dir.remove();
});

const restart = async (): Promise<void> => {
  server = await startEmbedded({ data_dir: dir.path, jobs: false, port: server.port });
};

const portions = async function* (): AsyncGenerator<Uint8Array> {
  const newest = Date.now();
  const lines = Array.from(
    { length: ROWS },
    (_, at) => `m,node_name=n${at % NODES} latency_ms=${1 + (at % 9)} ${newest - Math.floor(at / NODES) * 1000}\n`,
  );
  sent ??= Buffer.from(lines.join(""));
  for (let at = 0; at < sent.length; at += 65_536) yield sent.subarray(at, at + 65_536);
};
let sent: Buffer | undefined;

it("a database that is killed amid a load loses nothing that was acknowledged; sent again, every row is there once", async () => {
  const db = createDatabase({ url: server.url, access: "owner", max: 3 });
  const load = (options: Partial<IngestOptions>) =>
    createIngest(db, limitsAt(Date.now()), { format: "influx", precision: "ms", ...options });
  const countRows = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM metrics`.execute(db);
    return rows[0]?.n ?? -1;
  };
  try {
    await migrateToLatest(db);
    let killed: Promise<void> | undefined;
    const failing = load({ on_batch: () => (killed ??= killHard(server)) });
    const error = await failing.run(portions()).catch((reason: unknown) => reason);
    expect(classifyDatabaseError(error).kind).toBe("database_unreachable");
    await killed;
    await restart();
    const { accepted } = failing.result;
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(ROWS);
    expect(await countRows()).toBeGreaterThanOrEqual(accepted);

    // The same again, by a sender who waits: the database dies once more, and is back a moment later.
    const told: string[] = [];
    let back: Promise<void> | undefined;
    let batches = 0;
    const waiting = load({
      on_batch: () => (batches += 1) === 2 && (killed = killHard(server)),
      patience: {
        milliseconds: 60_000,
        on_away: () => {
          told.push("away");
          back ??= Promise.resolve(killed).then(restart);
        },
        on_back: () => told.push("back"),
      },
    });
    const result = await waiting.run(portions());
    expect(result.accepted + result.duplicates).toBe(ROWS);
    expect(told).toEqual(["away", "back"]);
    expect(await countRows()).toBe(ROWS);
    await back;
  } finally {
    await db.destroy();
  }
});
