// Refreshes what late measurements made wrong: a process of its own, since the console may not.
import path from "node:path";
import { startChild } from "./child.mjs";
import { say, warn } from "./console.mjs";
import { node, root } from "./node.mjs";

const script = path.join(root, "db/refresher/main.ts");
const RESTART_MAX_MS = 60_000;

/** Starts the refresher and adds it to `parts`. One that dies is started again, with growing pauses. */
export const startRefresher = (url, parts) => {
  let child;
  let stopping = false;
  let pause = 1_000;
  let timer;
  const run = () => {
    child = startChild("refresher", node(), [script], {
      env: { DATABASE_URL: url },
      on_line: (line) => line.trim() && say(`    ${line.trim()}`),
    });
    void child.exited.then(({ code, stopped }) => {
      if (stopped || stopping) return;
      warn(`  The refresh of late measurements ended unexpectedly (exit status ${code}). It is started again.`);
      timer = setTimeout(run, pause);
      pause = Math.min(pause * 2, RESTART_MAX_MS);
    });
  };
  run();
  parts.push({
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await child.stop(10_000);
    },
  });
};
