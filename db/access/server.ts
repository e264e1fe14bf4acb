import "server-only";
import type { Kysely } from "kysely";
import { type AccessEnvironment, readAccessEnvironment } from "#lib/env-access.ts";
import { FiberError } from "#lib/errors.ts";
import { createDatabase } from "../client.ts";
import type { Database } from "../schema/index.ts";
import { type Auth, createAuth } from "./auth.ts";

const STATEMENT_TIMEOUT_MS = 10_000;

// Kept on globalThis so that a hot reload does not open another pool.
const shared = globalThis as {
  fiber_access?: Kysely<Database>;
  fiber_auth?: Map<string, Auth>;
  fiber_access_environment?: AccessEnvironment;
};

/** The variables about access, read once. */
export const accessEnvironment = (): AccessEnvironment =>
  (shared.fiber_access_environment ??= readAccessEnvironment(process.env));

/** The door of the guard: one pool as fiber_writer, for people, sessions, tokens, audit and limits. */
export const accessDatabase = (): Kysely<Database> => {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new FiberError("database_unreachable", "DATABASE_URL is not set.", { remedy: "Start with npm start." });
  shared.fiber_access ??= createDatabase({
    url,
    access: "writer",
    max: 6,
    application_name: "fiber-db access",
    statement_timeout_ms: STATEMENT_TIMEOUT_MS,
  });
  return shared.fiber_access;
};

/**
 * better-auth for plain or for secure cookies. `with_provider` adds OpenID Connect: only the routes of that sign-in
 * ask for it, so that a provider that does not answer holds up nobody else.
 */
export const auth = ({ secure, with_provider = false }: { secure: boolean; with_provider?: boolean }): Auth => {
  const secret = process.env.FIBER_SECRET;
  if (!secret) throw new FiberError("internal", "FIBER_SECRET is not set.", { remedy: "Start with npm start." });
  const { public_url, oidc } = accessEnvironment();
  shared.fiber_auth ??= new Map();
  const key = `${secure} ${with_provider}`;
  const existing = shared.fiber_auth.get(key);
  if (existing) return existing;
  const made = createAuth({
    db: accessDatabase(),
    secret,
    base_url: public_url ?? (secure ? "https://localhost" : "http://localhost"),
    secure,
    oidc: with_provider ? oidc : undefined,
  });
  shared.fiber_auth.set(key, made);
  return made;
};
