// Which Node runs what. Plain JavaScript for Node 20.9 and later: this is read before anything is installed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, wherever the command was called from. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const atLeast = (version, major, minor) => {
  const [a = 0, b = 0] = version.replace(/^v/, "").split(".").map(Number);
  return a > major || (a === major && b >= minor);
};

/** Whether this process can import TypeScript as it stands. */
export const runsTypeScript = () => atLeast(process.version, 22, 18);

/** The Node that came with the packages (24), or undefined when it is not installed. */
export const bundledNode = () => {
  const file = path.join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  return existsSync(file) ? file : undefined;
};

/** Where Node keeps what it compiled, TypeScript included: a command of ours then starts in half the time. */
export const compileCache = path.join(root, "node_modules/.cache/compile");

/** Environment of every child: `node` on PATH is the bundled one. */
export const childEnvironment = (more = {}) => ({
  ...process.env,
  PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH ?? ""}`,
  NEXT_TELEMETRY_DISABLED: "1",
  NODE_COMPILE_CACHE: compileCache,
  ...more,
});

/** The Node to start children with. */
export const node = () => bundledNode() ?? process.execPath;

/** Version of that Node, whichever runs this. */
export const nodeVersion = () => {
  if (bundledNode() === undefined) return process.version;
  return `v${JSON.parse(readFileSync(path.join(root, "node_modules/node/package.json"), "utf8")).version}`;
};

/**
 * Runs a script of ours under the bundled Node in place of this process: same arguments, streams and exit status,
 * signals passed on. The script ends when this process is gone, however it went. `flags` are Node's own.
 */
export const runUnderBundledNode = (script, args, env = {}, flags = []) => {
  const file = bundledNode();
  if (file === undefined) {
    console.error(
      `Node ${process.version} cannot run Fiber-DB by itself and the Node of its packages is missing. ` +
        "Run npm ci, with install scripts allowed, or use Node 24.",
    );
    process.exit(1);
  }
  const child = spawn(file, [...flags, script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: childEnvironment({ FIBER_REEXEC: "1", ...env }),
    detached: true,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`The Node of the packages does not start: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 1) : code));
};

/** In a process that runUnderBundledNode started: calls `leave` once the starter is gone. */
export const whenStarterIsGone = (leave) => {
  if (!process.channel) return;
  process.on("disconnect", leave);
  process.channel.unref();
};
