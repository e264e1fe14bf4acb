import "server-only";
import { revalidatePath } from "next/cache";
import type { z } from "zod";
import { log } from "#app/log.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import { FiberError } from "#lib/errors.ts";
import type { ActionResult } from "#lib/model/access.ts";
import { toProblem } from "#lib/problem.ts";

/**
 * Runs a server action to its result: what it threw becomes a problem that the page shows, never a stack. The page of
 * `path` is rendered anew with the answer.
 */
export const act = async <T>(path: string, work: () => Promise<T>): Promise<ActionResult<T>> => {
  try {
    const done = await work();
    revalidatePath(path);
    return { done };
  } catch (error) {
    const classified = classifyDatabaseError(error);
    if (classified.kind === "internal") log.error(error);
    const shown = classified.kind === "internal" ? new Error("internal") : classified;
    return { problem: toProblem(shown) };
  }
};

/** What the browser sent, checked. Throws `invalid_input` with the first thing that is wrong. */
export const readInput = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue?.path.join(".") || "input";
  throw new FiberError("invalid_input", `${field}: ${issue?.message ?? "not understood"}`, { field });
};
