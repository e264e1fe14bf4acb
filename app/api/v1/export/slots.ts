import { FiberError } from "#lib/errors.ts";

/** Exports that may run at once: each holds a page of rows, or a row group, in memory. */
const OPEN_MAX = 4;

const shared = globalThis as { fiber_exports?: number };

/** Takes a place for an export and returns how to give it back, once. Throws `too_many_requests` when there is none. */
export const takeExportSlot = (): (() => void) => {
  const open = shared.fiber_exports ?? 0;
  if (open >= OPEN_MAX)
    throw new FiberError("too_many_requests", `${OPEN_MAX} exports run already.`, { retry_after_seconds: 10 });
  shared.fiber_exports = open + 1;
  let given_back = false;
  return () => {
    if (!given_back) shared.fiber_exports = (shared.fiber_exports ?? 1) - 1;
    given_back = true;
  };
};
