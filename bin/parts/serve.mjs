// The console itself: next, started, waited for, watched.
import { startForeign } from "./child.mjs";
import { nextScript } from "./build.mjs";
import { say, step, Stop } from "./console.mjs";

/** What next prints that says nothing here. */
const NOISE =
  /^\s*(▲ Next\.js|- (Local|Network|Environments):|✓ (Starting|Ready|Running next\.config)|Starting\.\.\.|$)/;
const HEALTH_TIMEOUT_MS = 120_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const addressOf = ({ host, port }) => {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
};

const childVariables = ({ environment, data_dir, database, secret, dev }) => ({
  DATABASE_URL: database.url,
  FIBER_EMBEDDED: database.embedded ? "1" : "0",
  FIBER_DATA_DIR: data_dir,
  FIBER_SECRET: secret,
  FIBER_DEMO: environment.demo ? "1" : "0",
  NODE_ENV: dev ? "development" : "production",
  // Read already, and no business of a process that answers strangers.
  FIBER_ADMIN_PASSWORD: undefined,
});

/** Asks /api/health until it answers 200. What it says instead is kept for the sentence of giving up. */
const waitForHealth = async (address, isOver) => {
  const until = Date.now() + HEALTH_TIMEOUT_MS;
  let last = "no answer";
  while (Date.now() < until && !isOver()) {
    try {
      const response = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(30_000) });
      if (response.status === 200) return;
      last = `status ${response.status}: ${(await response.text()).slice(0, 300)}`;
    } catch {
      // Not listening yet.
    }
    await pause(200);
  }
  if (!isOver()) throw new Stop(`The console does not become healthy. /api/health says ${last}`);
};

const endedUnexpectedly = (child, code) => {
  const lines = child.lines.join("\n    ");
  if (/EADDRINUSE/.test(lines)) return new Stop("The port was taken in the meantime. Set PORT to another number.");
  return new Stop(`The console ended unexpectedly (exit status ${code}). Its last lines:\n    ${lines}`);
};

/** Starts the console and resolves to {address} once it answers. When it dies later, everything stops with a sentence. */
export const serve = async (context) => {
  const { environment, dev, parts, fail } = context;
  const { host, port } = environment;
  const address = addressOf(environment);
  const child = startForeign("console", nextScript, [dev ? "dev" : "start", "-H", host, "-p", String(port)], {
    env: childVariables(context),
    on_line: (line) => NOISE.test(line) || say(`  console: ${line.trimEnd()}`),
  });
  parts.push({ stop: () => child.stop(10_000) });
  let over = false;
  const ended = child.exited.then(({ code, stopped }) => {
    over = true;
    if (!stopped) throw endedUnexpectedly(child, code);
  });
  await step("Starting the console", "Started the console", () =>
    Promise.race([waitForHealth(address, () => over), ended]),
  );
  ended.catch(fail);
  return { address };
};
