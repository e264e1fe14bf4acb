// Children of the commands: started in a group of their own (a Ctrl-C reaches us first), with a channel that tells
// them when we are gone, and with their last lines kept for when they die.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { childEnvironment, node, root } from "./node.mjs";

const KEPT_LINES = 30;
const TERMINAL_CODES = new RegExp(String.raw`${String.fromCodePoint(27)}\[[0-9;?]*[a-zA-Z]`, "g");
const alive = new Set();

/** Asks every child that still lives to end, and waits until all have. */
export const stopAll = (ms) => Promise.all([...alive].map((child) => child.stop(ms)));

/** Kills whatever of ours still lives, without asking. For the second Ctrl-C and for a crash of our own. */
export const killAll = () => {
  for (const child of alive) child.process.kill("SIGKILL");
};

/**
 * Starts `command`. `on_line(line)` gets every line of both streams. Returns {name, process, exited, lines, stop}:
 * `exited` resolves to {code, signal, stopped}, `stop(ms)` asks with SIGTERM and after `ms` kills.
 */
export const startChild = (name, command, args, { env = {}, on_line, on_message, ipc = true, cwd = root } = {}) => {
  const child = {
    name,
    lines: [],
    stopped: false,
    process: spawn(command, args, {
      cwd,
      env: childEnvironment(env),
      detached: true,
      stdio: ["ignore", "pipe", "pipe", ...(ipc ? ["ipc"] : [])],
    }),
  };
  alive.add(child);
  const take = (raw) => {
    const line = raw.replaceAll(TERMINAL_CODES, "");
    child.lines.push(line);
    if (child.lines.length > KEPT_LINES) child.lines.shift();
    on_line?.(line);
  };
  for (const stream of [child.process.stdout, child.process.stderr]) createInterface(stream).on("line", take);
  if (on_message) child.process.on("message", on_message);
  child.exited = new Promise((resolve) => {
    child.process.on("error", (error) => {
      take(error.message);
      alive.delete(child);
      resolve({ code: 1, signal: null, stopped: child.stopped });
    });
    child.process.on("close", (code, signal) => {
      alive.delete(child);
      resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), signal, stopped: child.stopped });
    });
  });
  child.stop = async (ms = 10_000) => {
    child.stopped = true;
    if (!alive.has(child)) return;
    child.process.kill("SIGTERM");
    const timer = setTimeout(() => child.process.kill("SIGKILL"), ms);
    await child.exited;
    clearTimeout(timer);
  };
  return child;
};

const preload = pathToFileURL(path.join(root, "bin/parts/exit-with-parent.mjs")).href;

/** Starts a Node script that knows nothing of us and makes it end when we are gone. */
export const startForeign = (name, script, args, { runtime = node(), env = {}, ...options } = {}) =>
  startChild(name, runtime, ["--import", preload, script, ...args], {
    env: { FIBER_CHANNEL: "idle", ...env },
    ...options,
  });

/** Runs a Node script to its end; resolves to {code, lines} with its last lines. */
export const runForeign = async (name, script, args, options) => {
  const child = startForeign(name, script, args, options);
  const { code } = await child.exited;
  return { code, lines: child.lines };
};

export const isDiskFull = (lines) => lines.some((line) => /ENOSPC|No space left on device/i.test(line));
