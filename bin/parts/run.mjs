// npm start once the packages are there: database, build, demo fleet, console; and the orderly end of all of them.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "./build.mjs";
import { killAll, stopAll } from "./child.mjs";
import { elapsed, explain, say, step } from "./console.mjs";
import { ensureAdministrator, openDatabase, readSecret } from "./database.mjs";
import { startDemo } from "./demo.mjs";
import { root } from "./node.mjs";
import { serve } from "./serve.mjs";

/** What was started, in the order of starting; stopped from the last to the first. */
const parts = [];
let leaving;

/** Ends every part in order, then this process. The first call decides the exit status. */
export const leave = (status = 0) => {
  leaving ??= (async () => {
    if (parts.length > 0) say("\n  Stopping …");
    for (const part of parts.toReversed()) {
      await part.stop().catch((error) => explain(error));
    }
    await stopAll(5_000);
    if (status === 0) say("  Stopped.");
    process.exit(status);
  })();
  return leaving;
};

/** A part that failed takes all down: {error} says why. */
const fail = (error) => {
  if (leaving) return leaving;
  explain(error);
  return leave(1);
};

const TWICE_MS = 700;

const listenForSignals = () => {
  let first;
  const onSignal = () => {
    // A terminal and npm both pass on one Ctrl-C: what comes at once is the same one.
    if (first !== undefined && Date.now() - first > TWICE_MS) {
      killAll();
      process.exit(130);
    }
    first ??= Date.now();
    void leave(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.on("exit", killAll);
};

/** Our parent, and on Linux the parent's parent: npm puts a shell between us and itself. */
const ancestors = () => {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, "latin1");
    return `${parent} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return String(parent);
  }
};

/** npm killed with -9 passes nothing on; all that is seen of it is other ancestors. */
const watchNpm = () => {
  if (!process.env.npm_lifecycle_event || process.env.FIBER_REEXEC) return;
  const first = ancestors();
  setInterval(() => ancestors() !== first && leave(0), 1000).unref();
};

const version = async () => JSON.parse(await readFile(path.join(root, "package.json"), "utf8")).version;

const openAndFill = async (context, served) => {
  const database = await openDatabase(context);
  parts.push(database);
  await database.migrate();
  if (!database.embedded || !context.environment.demo) return { database };
  await step(
    "Looking for the demo fleet",
    (told) => told,
    () => startDemo(database.url, parts, served),
  );
  return { database };
};

/** How to sign in. A password that was made up is printed this once: nothing else knows it. */
const describeSignIn = (administrator) => {
  if (administrator === undefined) return say("  Sign in as before. Locked out: npx fiber user reset-password EMAIL");
  const { email, generated_password } = administrator;
  if (generated_password === undefined) return say(`  Sign in as ${email} with the password of FIBER_ADMIN_PASSWORD`);
  return say(`  Sign in as ${email} with the password ${generated_password} (made now, shown this once)`);
};

const describe = ({ data_dir, address, embedded, administrator }) => {
  say();
  say(`Fiber-DB is ready at ${address} (after ${elapsed()})`);
  if (embedded) say(`  embedded TimescaleDB, data in ${path.relative(process.cwd(), data_dir) || data_dir}`);
  describeSignIn(administrator);
  say("  Ctrl-C stops it");
};

/** Starts everything and stays until it is told to end. */
export const runConsole = async ({ dev }) => {
  listenForSignals();
  watchNpm();
  try {
    const { readEnvironment } = await import("../../lib/env.ts");
    const environment = readEnvironment(process.env);
    const data_dir = path.resolve(root, environment.data_dir);
    say(`Fiber-DB ${await version()}`);
    const context = { environment, data_dir, dev, fail };
    const secret = await readSecret(context);
    const { promise: served_once, resolve: release } = Promise.withResolvers();
    const [{ database }] = await Promise.all([openAndFill(context, served_once), dev ? undefined : build()]);
    if (leaving) return;
    const served = await serve({ ...context, database, secret, parts });
    // Last of all, so that no failure comes between making a password and showing it.
    const administrator = await ensureAdministrator(database, environment);
    describe({ ...context, address: served.address, embedded: database.embedded, administrator });
    release();
  } catch (error) {
    await fail(error);
  }
};
