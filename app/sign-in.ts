import "server-only";
import { insertAudit } from "#db/access/audit.ts";
import { redeemLink } from "#db/access/links.ts";
import { consumeLimit } from "#db/access/rate-limit.ts";
import { accessDatabase, accessEnvironment, auth } from "#db/access/server.ts";
import { consumeSignIn, forgiveSignIn, PER_ADDRESS } from "#db/access/sign-in-limit.ts";
import { requireEmail } from "#db/access/users.ts";
import { addressGroup } from "#lib/access/address.ts";
import { PASSWORD_MAX_LENGTH } from "#lib/access/password.ts";
import { safePath } from "#lib/access/safe-path.ts";
import { FiberError, invalidInput } from "#lib/errors.ts";
import type { AuditActor } from "#lib/model/access.ts";
import { actorOf, findPerson } from "./guard.ts";
import { addressOf, isSecure, readJsonObject, requireSameOrigin } from "./request.ts";

const stranger = (from: Headers): AuditActor => ({
  actor_kind: "anonymous",
  actor_id: null,
  actor_name: null,
  address: addressOf(from),
});

const requireText = (value: unknown, field: string, longest: number): string => {
  if (typeof value !== "string" || value === "" || value.length > longest)
    throw invalidInput(field, `${field} must be a text of 1 to ${longest} characters.`);
  return value;
};

/** An answer of ours that carries the cookies of better-auth's. */
const withCookies = (body: unknown, source: Response): Response => {
  const response = Response.json(body, { headers: { "Cache-Control": "no-store" } });
  for (const cookie of source.headers.getSetCookie()) response.headers.append("Set-Cookie", cookie);
  return response;
};

const noteRefusal = (from: Headers, email: string, reason: string): Promise<void> =>
  insertAudit(accessDatabase(), {
    actor: { ...stranger(from), actor_name: email },
    action: "session.create",
    subject: email,
    outcome: "refused",
    detail: { reason },
  });

const limit = async (from: Headers, email: string): Promise<void> => {
  try {
    await consumeSignIn(accessDatabase(), email, addressOf(from));
  } catch (error) {
    // The first refusal of a window is worth a row; a thousand would bury the rest.
    if (error instanceof FiberError && error.cause === "first") await noteRefusal(from, email, "too many attempts");
    throw error;
  }
};

/** Starts a session for a password that is right; the answer of who has no account takes as long as any other. */
const startSession = async (from: Headers, email: string, password: string): Promise<Response> => {
  await limit(from, email);
  const response = await auth({ secure: isSecure(from) }).api.signInPassword({
    body: { email, password },
    headers: from,
    asResponse: true,
  });
  if (response.ok) {
    await forgiveSignIn(accessDatabase(), email, addressOf(from));
    return withCookies({ email }, response);
  }
  if (response.status >= 500) throw new FiberError("internal", `Signing in failed (${response.status}).`);
  const disabled = response.status === 403;
  await noteRefusal(from, email, disabled ? "disabled" : "wrong e-mail or password");
  if (disabled) throw new FiberError("not_permitted", "This account is disabled.");
  throw new FiberError("not_signed_in", "E-mail or password is wrong.");
};

/** POST /api/auth/sign-in/email {email, password}: a session cookie. */
export const signIn = async (request: Request): Promise<Response> => {
  requireSameOrigin(request.headers);
  const body = await readJsonObject(request);
  const email = requireEmail(body.email);
  const password = requireText(body.password, "password", PASSWORD_MAX_LENGTH);
  return startSession(request.headers, email, password);
};

/** POST /api/auth/link {secret, password}: sets the password of the link's owner and signs in. */
export const redeem = async (request: Request): Promise<Response> => {
  requireSameOrigin(request.headers);
  const body = await readJsonObject(request);
  const secret = requireText(body.secret, "secret", 100);
  const password = requireText(body.password, "password", 1_000);
  const address = addressOf(request.headers);
  await consumeLimit(accessDatabase(), `link ${addressGroup(address)}`, PER_ADDRESS, "attempts");
  const { email } = await redeemLink(accessDatabase(), secret, password, address);
  return startSession(request.headers, email, password);
};

/** POST /api/auth/sign-out: ends the session at once, whoever else holds its cookie. */
export const signOut = async (request: Request): Promise<Response> => {
  requireSameOrigin(request.headers);
  const { headers } = request;
  const person = await findPerson(headers);
  const response = await auth({ secure: isSecure(headers) }).api.signOut({ headers, asResponse: true });
  if (person !== undefined) {
    const db = accessDatabase();
    await db.deleteFrom("fiber.sessions").where("id", "=", person.session_id).execute();
    await insertAudit(db, { actor: actorOf(person, headers), action: "session.end", outcome: "done" });
  }
  return withCookies({ signed_out: true }, response);
};

/** GET /api/auth/session: who is signed in; 401 when nobody is. */
export const readSession = async (request: Request): Promise<Response> => {
  const person = await findPerson(request.headers);
  if (person === undefined) throw new FiberError("not_signed_in", "Nobody is signed in.");
  const { user_id, email, name, role } = person;
  return Response.json({ user_id, email, name, role }, { headers: { "Cache-Control": "no-store" } });
};

const requireProvider = () => {
  const { oidc } = accessEnvironment();
  if (oidc === undefined) throw new FiberError("not_available", "No OpenID Connect provider is configured.");
  return oidc;
};

/** POST /api/auth/sign-in/oidc {next}: where the browser goes to sign in at the provider, as {url}. */
export const startProvider = async (request: Request): Promise<Response> => {
  const { name } = requireProvider();
  const { headers } = request;
  requireSameOrigin(headers);
  const body = await readJsonObject(request);
  await consumeLimit(accessDatabase(), `oidc ${addressGroup(addressOf(headers))}`, PER_ADDRESS, "attempts to sign in");
  const response = await auth({ secure: isSecure(headers), with_provider: true }).api.signInSocial({
    body: { provider: "oidc", callbackURL: safePath(body.next), errorCallbackURL: "/login" },
    headers,
    asResponse: true,
  });
  const answer = (await response.json().catch(() => ({}))) as { url?: unknown };
  if (!response.ok || typeof answer.url !== "string")
    throw new FiberError("not_available", `${name} does not answer.`, {
      remedy: "Try again, or sign in with a password.",
    });
  return withCookies({ url: answer.url }, response);
};

const PROBLEM = /[?&]error=([a-z_%0-9]+)/i;

/** GET /api/auth/callback/oidc: the way back from the provider, to the page that was wanted or to /login?error=…. */
export const finishProvider = async (request: Request): Promise<Response> => {
  requireProvider();
  const { headers } = request;
  const { public_url } = accessEnvironment();
  const url = new URL(request.url);
  const target = new URL(`${url.pathname}${url.search}`, public_url);
  const response = await auth({ secure: isSecure(headers), with_provider: true }).handler(
    new Request(target, { headers }),
  );
  const location = response.headers.get("location");
  const to = new URL(location ?? "/login?error=failed", public_url);
  const problem = PROBLEM.exec(to.search)?.[1];
  const path = problem === undefined ? safePath(`${to.pathname}${to.search}`) : `/login?error=${problem.slice(0, 60)}`;
  if (problem !== undefined) await noteProviderRefusal(headers, problem);
  const answer = new Response(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });
  for (const cookie of response.headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
};

const noteProviderRefusal = (from: Headers, reason: string): Promise<void> =>
  insertAudit(accessDatabase(), {
    actor: stranger(from),
    action: "session.create",
    outcome: "refused",
    detail: { by: "oidc", reason: reason.slice(0, 60) },
  });
