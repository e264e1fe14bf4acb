// What the commands print: short lines, each with what is going on and how long it took.

/** A reason to stop that needs no stack trace: its message is the sentence to print. */
export class Stop extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

const HEARTBEAT_MS = 15_000;
/** When the command began, also across a change to the bundled Node. */
export const startedAt = Number(process.env.FIBER_STARTED_AT) || Date.now();

export const seconds = (since) => `${Math.max(0, Math.round((Date.now() - since) / 100) / 10).toFixed(1)} s`;

/** Seconds since the command began. */
export const elapsed = () => seconds(startedAt);

export const say = (line = "") => process.stdout.write(`${line}\n`);

export const warn = (line) => process.stderr.write(`${line}\n`);

/**
 * Runs one step: says what it does, says every 15 seconds that it still does, and says how long it took.
 * `doing` and `done` are sentences without the full stop: "Installing packages", "Installed packages".
 */
export const step = async (doing, done, work) => {
  const since = Date.now();
  say(`  ${doing} …`);
  const heartbeat = setInterval(
    () => say(`  … ${doing[0].toLowerCase()}${doing.slice(1)}, ${seconds(since)}`),
    HEARTBEAT_MS,
  );
  try {
    const result = await work();
    say(`  ${typeof done === "function" ? done(result) : done} (${seconds(since)})`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
};

/** Prints why a command stops. Errors other than a Stop or a FiberError keep their stack: they are ours. */
export const explain = (error) => {
  if (error instanceof Stop || error?.name === "FiberError") {
    warn(`\n${error.message}`);
    if (error.remedy) warn(error.remedy);
  } else if (error?.code === "ENOSPC") {
    warn("\nThe disk is full. Free some space and start again.");
  } else if (error?.code === "EACCES" || error?.code === "EPERM" || error?.code === "EROFS") {
    warn(`\nNot permitted to write ${error.path ?? "a file"} (${error.code}).`);
  } else {
    warn(`\n${error?.stack ?? error}`);
  }
};
