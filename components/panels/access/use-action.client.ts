"use client";

import { useState, useTransition } from "react";
import type { ActionResult } from "#lib/model/access.ts";
import type { Problem } from "#lib/problem.ts";

/** Runs server actions one at a time and keeps what went wrong with the last one. `run` gives what was done. */
export function useAction() {
  const [pending, start] = useTransition();
  const [problem, setProblem] = useState<Problem>();
  const run = <T>(ask: () => Promise<ActionResult<T>>, then?: (done: T) => void) =>
    start(async () => {
      const failed: Problem = { kind: "internal", message: "The console's server does not answer.", remedy: undefined };
      const result = await ask().catch((): ActionResult<T> => ({ problem: failed }));
      setProblem(result.problem);
      if (result.problem === undefined) then?.(result.done);
    });
  return { pending, problem, run };
}
