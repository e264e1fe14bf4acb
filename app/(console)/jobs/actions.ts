"use server";

import { z } from "zod";
import { act, readInput } from "#app/act.ts";
import { requireAction } from "#app/guard.ts";
import { forgetJudgement } from "#app/judgement.ts";
import { accessDatabase } from "#db/access/server.ts";
import { snoozeFinding, wakeFinding } from "#db/writes/snoozes.ts";
import type { ActionResult } from "#lib/model/access.ts";

const PAGE = "/jobs";

const finding_id = z.string().max(500);
const newSnooze = z.object({ finding_id, reason: z.string().max(2_000), until: z.iso.datetime() });

/** Does not tell of a finding until a time, for a reason that everybody sees. */
export async function snooze(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("operator");
    await snoozeFinding(accessDatabase(), actor, readInput(newSnooze, input));
    forgetJudgement();
    return null;
  });
}

/** Tells of a finding again. */
export async function wake(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("operator");
    await wakeFinding(accessDatabase(), actor, readInput(z.object({ finding_id }), input).finding_id);
    forgetJudgement();
    return null;
  });
}
