"use server";

import { z } from "zod";
import { act, readInput } from "#app/act.ts";
import { requireAction } from "#app/guard.ts";
import { accessDatabase } from "#db/access/server.ts";
import { createToken, getToken, revokeToken as revokeTokenOf } from "#db/access/tokens.ts";
import { SCOPES } from "#lib/access/roles.ts";
import type { ActionResult } from "#lib/model/access.ts";

const PAGE = "/settings/tokens";

const newToken = z.object({
  name: z.string().max(300),
  scopes: z.array(z.enum(SCOPES)).max(10),
  expires_at: z.iso.datetime().nullable(),
  node_names: z.array(z.string().max(300)).max(1_001).nullable(),
});

/** Makes a token; its text is in this answer and nowhere else. */
export async function makeToken(input: unknown): Promise<ActionResult<{ token: string; name: string }>> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("admin");
    const wanted = readInput(newToken, input);
    const { token } = await createToken(accessDatabase(), actor, wanted);
    return { token, name: wanted.name };
  });
}

export async function revokeToken(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("admin");
    const db = accessDatabase();
    await revokeTokenOf(db, actor, await getToken(db, readInput(z.uuid(), input)));
    return null;
  });
}
