// The database of npm start: DATABASE_URL as it is, or the embedded one, started, watched and ended.
import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeDirectory } from "./directory.mjs";
import { say, seconds, step, Stop, warn } from "./console.mjs";
import { freePort } from "./port.mjs";

const RESTARTS = 3;

/** Makes FIBER_DATA_DIR and returns the session secret: FIBER_SECRET, or one generated once and kept there. */
export const readSecret = async ({ environment, data_dir }) => {
  if (environment.database_url !== undefined) return environment.secret;
  await makeDirectory(data_dir).catch((error) => {
    throw new Stop(`FIBER_DATA_DIR cannot be made: ${data_dir} (${error.code}). Set it to a directory of yours.`);
  });
  if (environment.secret !== undefined) return environment.secret;
  const file = path.join(data_dir, "secret");
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.trim() !== "") return kept.trim();
  const made = randomBytes(32).toString("hex");
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return made;
};

const migrate = async (url, embedded) => {
  const { createDatabase } = await import("../../db/client.ts");
  const { migrateToLatest } = await import("../../db/migrations/index.ts");
  const { applyPolicies } = await import("../../db/policies/index.ts");
  const { explainDatabaseError } = await import("../../db/cli/preflight.ts");
  const told = ([migrations, policies]) =>
    migrations.length + policies.length === 0
      ? "The database is up to date"
      : `Applied ${migrations.length} migrations and ${policies.length} policies`;
  const db = createDatabase({ url, access: "owner", max: 2, application_name: "fiber-db start" });
  try {
    await step("Migrating the database", told, async () => [await migrateToLatest(db), await applyPolicies(db)]);
  } catch (error) {
    throw explainDatabaseError(error, embedded ? undefined : url);
  } finally {
    await db.destroy();
  }
};

/** Makes the first administrator of a database that has nobody yet; resolves to {email, generated_password} or undefined. */
export const ensureAdministrator = async ({ url }, { admin_email, admin_password }) => {
  const { createDatabase } = await import("../../db/client.ts");
  const { ensureFirstAdministrator } = await import("../../db/access/first-administrator.ts");
  const db = createDatabase({ url, access: "writer", max: 1, application_name: "fiber-db start" });
  try {
    return await ensureFirstAdministrator(db, { email: admin_email, password: admin_password });
  } finally {
    await db.destroy();
  }
};

const openServer = async (url) => {
  const { checkServer } = await import("../../db/cli/preflight.ts");
  await step("Checking the database", "The database answers", () => checkServer(url));
  return { url, embedded: false, migrate: () => migrate(url, false), stop: async () => undefined };
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const IN_USE = /in use by process/;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A console that was just killed, or a command at work, holds the data directory a little longer: wait for it. */
const startPatiently = async (run) => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!IN_USE.test(error.message)) throw new Stop(error.message);
      if (attempt === 0) say("  … waiting for another process to let go of the data directory");
      if (attempt >= 15)
        throw new Stop(error.message, "Stop that process, or set FIBER_DATA_DIR to another directory.");
      await pause(500);
    }
  }
};

const openEmbedded = async ({ data_dir, fail }) => {
  const { startEmbedded } = await import("../../db/embedded/index.ts");
  const port = await freePort();
  const lines = [];
  const on_log = (line) => {
    lines.push(line);
    if (lines.length > 20) lines.shift();
  };
  const run = () => startPatiently(() => startEmbedded({ data_dir, port, jobs: true, on_log }));
  let server = await step("Starting the embedded TimescaleDB", "Started the embedded TimescaleDB", run);
  let stopping = false;
  let restarts = 0;
  const watch = async () => {
    if (stopping || isAlive(server.pid)) return undefined;
    restarts += 1;
    const tail = lines.slice(-5).join("\n    ");
    if (restarts > RESTARTS)
      throw new Stop(`The embedded database ended ${restarts} times. Its last lines:\n    ${tail}`);
    warn(`  The embedded database ended unexpectedly. It is started again from its data.\n    ${tail}`);
    const since = Date.now();
    server = await run();
    return say(`  Started the embedded TimescaleDB again (${seconds(since)})`);
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    watch()
      .catch(fail)
      .finally(() => (busy = false));
  }, 500);
  const stop = () => {
    stopping = true;
    clearInterval(timer);
    return server.stop();
  };
  return { url: server.url, embedded: true, migrate: () => migrate(server.url, true), stop };
};

/** Resolves to {url, embedded, migrate, stop}; rejects with a sentence when there is no database to be had. */
export const openDatabase = (context) =>
  context.environment.database_url === undefined ? openEmbedded(context) : openServer(context.environment.database_url);
