"use server";

import { z } from "zod";
import { act, readInput } from "#app/act.ts";
import { requireAction } from "#app/guard.ts";
import { forgetJudgement } from "#app/judgement.ts";
import { accessDatabase } from "#db/access/server.ts";
import { snoozeFindings, wakeFindings } from "#db/writes/snoozes.ts";
import type { ActionResult } from "#lib/model/access.ts";
import { SNOOZE_MAX_FINDINGS } from "#lib/model/advisor.ts";

const PAGE = "/jobs";

const finding_ids = z.array(z.string().max(500)).min(1).max(SNOOZE_MAX_FINDINGS);
const newSnooze = z.object({ finding_ids, reason: z.string().max(2_000), until: z.iso.datetime() });

/** Does not tell of findings until a time, for a reason that everybody sees. */
export async function snooze(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("operator");
    await snoozeFindings(accessDatabase(), actor, readInput(newSnooze, input));
    forgetJudgement();
    return null;
  });
}

/** Tells of findings again. */
export async function wake(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("operator");
    await wakeFindings(accessDatabase(), actor, readInput(z.object({ finding_ids }), input).finding_ids);
    forgetJudgement();
    return null;
  });
}
