import { classifyDatabaseError } from "#db/errors.ts";
import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import { log } from "./log.ts";

/** What a panel starts from: the answer, or why there is none. */
export type Settled<T> = { initial: T | undefined; initialProblem: Problem | undefined };

/** Asks for a panel. An error stays in its panel instead of taking the page; an unforeseen one goes to the log. */
export async function settle<T>(ask: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { initial: await ask(), initialProblem: undefined };
  } catch (error) {
    const known = classifyDatabaseError(error);
    const unforeseen = known.kind === "internal";
    if (unforeseen) log.error(known.cause ?? error);
    return { initial: undefined, initialProblem: toProblem(unforeseen ? undefined : known) };
  }
}
