// npm start until the packages are there: what can be checked without them, and the installation.
import { fileURLToPath } from "node:url";
import { explain, say, startedAt, Stop } from "./console.mjs";
import { install } from "./install.mjs";
import { runsTypeScript, runUnderBundledNode, whenStarterIsGone } from "./node.mjs";
import { portProblem } from "./port.mjs";

const USAGE = `npm start           installs, builds when needed, starts database and console
npm run dev         the same with hot reload
Variables: DATABASE_URL, PORT, HOST, FIBER_DATA_DIR and more; see README.md.`;

/** On a Node that cannot import lib/env.ts only the port and what a long wait would be a pity for. */
const checkLittle = (env) => {
  const port = env.PORT?.trim() || "3000";
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    throw new Stop(`PORT is "${port}"; it must be a number from 1 to 65535.`);
  }
  if (env.DATABASE_URL?.trim() && !env.FIBER_SECRET?.trim()) {
    throw new Stop("FIBER_SECRET is not set, and DATABASE_URL requires it: sessions are signed with it.");
  }
  const host = env.HOST?.trim() || (env.DATABASE_URL?.trim() ? "0.0.0.0" : "127.0.0.1");
  return { host, port: Number(port) };
};

const checkEnvironment = async () => {
  if (!runsTypeScript()) return checkLittle(process.env);
  const { readEnvironment } = await import("../../lib/env.ts");
  return readEnvironment(process.env);
};

const checkPort = async ({ host, port }) => {
  const problem = await portProblem(port, host);
  if (problem === undefined) return;
  if (problem === "EADDRINUSE") {
    throw new Stop(`Port ${port} is in use. Stop whoever listens there, or set PORT to another number.`);
  }
  if (problem === "EACCES") throw new Stop(`PORT ${port} may not be opened by this user. Set PORT to 1024 or more.`);
  throw new Stop(`HOST ${host} is not an address of this machine (${problem}). Set HOST to 127.0.0.1 or 0.0.0.0.`);
};

const readArguments = (args) => {
  if (args.includes("--help") || args.includes("-h")) {
    say(USAGE);
    process.exit(0);
  }
  const unknown = args.find((arg) => arg !== "--dev");
  if (unknown !== undefined) {
    console.error(`Unknown option ${unknown}.\n${USAGE}`);
    process.exit(2);
  }
  return { dev: args.includes("--dev") };
};

/** The whole of npm start. Ends the process: 0 when asked to stop, 1 with a sentence when something is wrong. */
export const start = async (args) => {
  const options = readArguments(args);
  if (!process.env.FIBER_REEXEC) {
    try {
      await checkPort(await checkEnvironment());
      await install();
    } catch (error) {
      explain(error);
      process.exit(1);
    }
    const script = fileURLToPath(new URL("../start.mjs", import.meta.url));
    if (!runsTypeScript()) return runUnderBundledNode(script, args, { FIBER_STARTED_AT: String(startedAt) });
  }
  const { runConsole, leave } = await import("./run.mjs");
  whenStarterIsGone(leave);
  await runConsole(options);
};
