import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { consumeLimit, type RateRule } from "#db/access/rate-limit.ts";
import { accessDatabase, auth } from "#db/access/server.ts";
import { findMachine } from "#db/access/tokens.ts";
import { findNode } from "#db/queries/nodes.ts";
import { reader } from "#db/server.ts";
import { addressGroup } from "#lib/access/address.ts";
import { parseAuthorization } from "#lib/access/authorization.ts";
import {
  isRole,
  type Person,
  type Principal,
  principalAllows,
  principalAllowsNode,
  type Role,
  roleAllows,
  type Scope,
} from "#lib/access/roles.ts";
import { FiberError } from "#lib/errors.ts";
import type { AuditActor } from "#lib/model/access.ts";
import { addressOf, isSecure, requireSameOrigin } from "./request.ts";

const SESSION_COOKIE = /(^|;\s*)(__Secure-)?fiber\.session_token=/;

/** Tells a database that does not answer from a failure of ours. */
const askForSession = async (from: Headers) => {
  try {
    return await auth({ secure: isSecure(from) }).api.getSession({ headers: from });
  } catch (error) {
    await accessDatabase().selectFrom("fiber.users").select("id").limit(1).execute();
    throw error;
  }
};

/** The person whose session the cookie names, asked of the database each time; undefined: nobody. */
export const findPerson = async (from: Headers): Promise<Person | undefined> => {
  if (!SESSION_COOKIE.test(from.get("cookie") ?? "")) return undefined;
  const found = await askForSession(from);
  if (!found || found.user.disabledAt || !isRole(found.user.role)) return undefined;
  const { session, user } = found;
  return {
    kind: "person",
    user_id: user.id,
    session_id: session.id,
    email: user.email,
    name: user.name,
    role: found.user.role,
  };
};

/** The person behind the page that is being rendered; asked once a request. */
export const currentPerson = cache(async (): Promise<Person | undefined> => findPerson(await headers()));

/** The first line of every page and of what feeds it: who is not signed in goes to /login and comes back afterwards. */
export const requirePage = async (role: Role = "viewer"): Promise<Person> => {
  const person = await currentPerson();
  if (person === undefined) {
    const path = (await headers()).get("x-fiber-path") ?? "/";
    redirect(path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`);
  }
  if (!roleAllows(person.role, role)) forbidden();
  return person;
};

const notSignedIn = (message: string) =>
  new FiberError("not_signed_in", message, { remedy: "Sign in, or send Authorization: Bearer with a token." });

/** Who it is for the audit. */
export const actorOf = (principal: Principal, from: Headers): AuditActor => ({
  actor_kind: principal.kind,
  actor_id: principal.kind === "person" ? principal.user_id : principal.token_id,
  actor_name: principal.kind === "person" ? principal.email : principal.name,
  address: addressOf(from),
});

/** The first line of every server action. Throws FiberError. */
export const requireAction = async (role: Role): Promise<{ person: Person; actor: AuditActor }> => {
  const from = await headers();
  requireSameOrigin(from);
  const person = await findPerson(from);
  if (person === undefined) throw notSignedIn("Your session has ended.");
  if (!roleAllows(person.role, role)) throw new FiberError("not_permitted", `This takes the role ${role}.`);
  return { person, actor: actorOf(person, from) };
};

/**
 * What a route needs. `scope`: a token with it, or a person whose role includes it. `role`: a person of that role; no
 * token will do. `node`: the route is about the node `node_id` of its path, so that restricted tokens may use it;
 * "checked": restricted tokens may use it and the route itself asks principalAllowsNode() for every node.
 * `shared`: the answer to a GET depends on nothing but its address and the time, so that one reading may answer many; "slow": of
 * what pages ask for once a minute, for longer.
 */
export type ApiNeed = { scope: Scope; node?: true | "checked"; shared?: true | "slow" } | { role: Role };

const INGEST_PER_TOKEN: RateRule = { max: 2_000, window_seconds: 10 };
const INGEST_PER_ADDRESS: RateRule = { max: 6_000, window_seconds: 10 };

const limitIngest = async (principal: Principal, from: Headers): Promise<void> => {
  const id = principal.kind === "token" ? principal.token_id : principal.user_id;
  const db = accessDatabase();
  await consumeLimit(db, `ingest ${id}`, INGEST_PER_TOKEN, "requests with this token");
  await consumeLimit(
    db,
    `ingest address ${addressGroup(addressOf(from))}`,
    INGEST_PER_ADDRESS,
    "requests from this address",
  );
};

const findPrincipal = async (request: Request): Promise<Principal> => {
  const authorization = parseAuthorization(request.headers.get("authorization"));
  if (authorization.kind === "malformed") throw notSignedIn("The Authorization header holds no token of this console.");
  if (authorization.kind === "token") {
    const machine = await findMachine(accessDatabase(), authorization.token);
    if (machine === undefined) throw notSignedIn("This token does not exist, is revoked or has expired.");
    return machine;
  }
  const person = await findPerson(request.headers);
  if (person === undefined) throw notSignedIn("This needs a session or a token.");
  if (request.method !== "GET" && request.method !== "HEAD") requireSameOrigin(request.headers);
  return person;
};

const requireNode = async (principal: Principal, need: ApiNeed, context: unknown): Promise<void> => {
  if (principal.kind === "person" || principal.node_names === null || !("scope" in need)) return;
  if (need.scope === "ingest" || need.node === "checked") return;
  const params = (await (context as { params?: Promise<{ node_id?: string }> } | undefined)?.params) ?? {};
  const node = need.node && params.node_id ? await findNode(reader(), params.node_id) : undefined;
  if (node === undefined || !principalAllowsNode(principal, node.node_name))
    throw new FiberError("not_permitted", "This token is restricted to other nodes.");
};

/**
 * The first line of every route handler. Throws `not_signed_in` (401) or `not_permitted` (403). A token that is
 * restricted to nodes passes for routes about one of these, and for `ingest`, where each row is checked with
 * principalAllowsNode().
 */
export const requireApi = async (
  request: Request,
  need: ApiNeed,
  context?: unknown,
): Promise<{ principal: Principal; actor: AuditActor }> => {
  const principal = await findPrincipal(request);
  const allowed =
    "role" in need
      ? principal.kind === "person" && roleAllows(principal.role, need.role)
      : principalAllows(principal, need.scope);
  if (!allowed) {
    const missing = "role" in need || principal.kind === "person" ? "role" : "scope";
    throw new FiberError("not_permitted", `The ${missing} of ${principal.name} does not include this.`);
  }
  await requireNode(principal, need, context);
  if ("scope" in need && need.scope === "ingest") await limitIngest(principal, request.headers);
  return { principal, actor: actorOf(principal, request.headers) };
};
