"use server";

import { z } from "zod";
import { act, readInput } from "#app/act.ts";
import { requireAction } from "#app/guard.ts";
import { createLink } from "#db/access/links.ts";
import { accessDatabase } from "#db/access/server.ts";
import {
  createUser,
  endSessions as endSessionsOf,
  getUser,
  setDisabled as setDisabledOf,
  setRole as setRoleOf,
} from "#db/access/users.ts";
import { ROLES } from "#lib/access/roles.ts";
import type { ActionResult, OneTimeLink } from "#lib/model/access.ts";

const PAGE = "/settings/users";
const userId = z.uuid();
const role = z.enum(ROLES);

const newUser = z.object({ email: z.string().max(300), name: z.string().max(300), role });
const roleChange = z.object({ user_id: userId, role });
const disabledChange = z.object({ user_id: userId, disabled: z.boolean() });

/** Puts a person in and returns the link with which they set their password. */
export async function inviteUser(input: unknown): Promise<ActionResult<OneTimeLink>> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("admin");
    const db = accessDatabase();
    const user = await createUser(db, actor, readInput(newUser, input));
    const { secret, expires_at } = await createLink(db, actor, user);
    return { path: `/login?link=${secret}`, expires_at, email: user.email };
  });
}

/** A new link for an invitation, or to set another password. */
export async function makeLink(input: unknown): Promise<ActionResult<OneTimeLink>> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("admin");
    const db = accessDatabase();
    const user = await getUser(db, readInput(userId, input));
    const { secret, expires_at } = await createLink(db, actor, user);
    return { path: `/login?link=${secret}`, expires_at, email: user.email };
  });
}

export async function setRole(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("admin");
    const db = accessDatabase();
    const change = readInput(roleChange, input);
    await setRoleOf(db, actor, await getUser(db, change.user_id), change.role);
    return null;
  });
}

export async function setDisabled(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("admin");
    const db = accessDatabase();
    const change = readInput(disabledChange, input);
    await setDisabledOf(db, actor, await getUser(db, change.user_id), change.disabled);
    return null;
  });
}

export async function endSessions(input: unknown): Promise<ActionResult> {
  return act(PAGE, async () => {
    const { actor } = await requireAction("admin");
    const db = accessDatabase();
    await endSessionsOf(db, actor, await getUser(db, readInput(userId, input)));
    return null;
  });
}
