// The demo fleet: a process of its own that fills an empty database and goes on measuring.
import { existsSync } from "node:fs";
import path from "node:path";
import { isDiskFull, startChild } from "./child.mjs";
import { say, Stop, warn } from "./console.mjs";
import { node, root } from "./node.mjs";

const script = path.join(root, "db/demo/main.ts");
const RESTARTS = 3;

/** A line for every third of the history. */
const progressTeller = () => {
  let thirds = 0;
  return ({ done_days, total_days }) => {
    const done = Math.floor((done_days / total_days) * 3);
    if (done <= thirds) return;
    thirds = done;
    say(`    demo fleet: ${Math.round(done_days)} of ${total_days} days of history`);
  };
};

/**
 * Adds the demo fleet to `parts` and resolves to what became of it, once there is enough to look at or the database
 * turned out to have other data. Its older history waits for `released`: until the console serves, the machine has
 * better to do. A fleet that dies is started again a few times; then the console goes on without it.
 */
export const startDemo = async (url, parts, released) => {
  if (!existsSync(script)) return "No demo fleet: it is not part of this version";
  const showProgress = progressTeller();
  let child;
  let stopping = false;
  let is_ready = false;
  let restarts = 0;
  let told = "No demo fleet: it does not start";
  const ready = new Promise((resolve, reject) => {
    const run = () => {
      child = startChild("demo", node(), [script], {
        env: { DATABASE_URL: url },
        on_line: (line) => line.trim() && say(`    ${line.trim()}`),
        on_message: (message) => {
          if (message?.type === "progress") showProgress(message);
          if (message?.type === "ready") {
            told = "The simulated demo fleet is there";
            const { process: fleet } = child;
            void released.then(() => fleet.connected && fleet.send({ type: "continue" }));
          }
          if (message?.type === "skipped") told = `No demo fleet: ${message.reason ?? "the database has other data"}`;
          if (message?.type !== "ready" && message?.type !== "skipped") return;
          is_ready = true;
          resolve();
        },
      });
      void child.exited.then(({ code, stopped }) => {
        if (stopped || stopping || code === 0) return resolve();
        if (isDiskFull(child.lines)) {
          // Before anything is on screen this ends the start; later the console still shows what is there.
          if (is_ready) return warn("  The disk is full: the demo fleet has ended, and nothing new is written.");
          return reject(new Stop("The disk is full: the database cannot write. Free some space and start again."));
        }
        restarts += 1;
        const next = restarts <= RESTARTS ? "It is started again." : "The console goes on without it.";
        warn(
          `  The demo fleet ended unexpectedly (exit status ${code}). ${next}\n    ${child.lines.slice(-5).join("\n    ")}`,
        );
        if (restarts <= RESTARTS) setTimeout(() => stopping || run(), 1000 * restarts);
        else resolve();
      });
    };
    run();
  });
  const stop = () => {
    stopping = true;
    return child.stop(10_000);
  };
  parts.push({ stop });
  await ready;
  return told;
};
