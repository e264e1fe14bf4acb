import { createHash } from "node:crypto";
import { betterAuth } from "better-auth";
import type { BetterAuthOptions } from "better-auth";
import { APIError } from "better-auth/api";
import { genericOAuth } from "better-auth/plugins";
import type { Kysely } from "kysely";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "#lib/access/password.ts";
import { normalizeEmail } from "#lib/access/email.ts";
import { type OidcEnvironment, roleOfClaims } from "#lib/env-access.ts";
import { FiberError } from "#lib/errors.ts";
import type { AuditActor } from "#lib/model/access.ts";
import type { Database } from "../schema/index.ts";
import { insertAudit } from "./audit.ts";
import { AUTH_MODELS, USER_FIELDS } from "./auth-models.ts";
import { datesPlugin } from "./kysely-dates.ts";
import { passwordSignIn } from "./sign-in-plugin.ts";
import { getUser, setRole } from "./users.ts";

export const SESSION_SECONDS = 7 * 86_400;
export const OIDC_PROVIDER = "oidc";

export type AuthOptions = {
  /** Signs in as fiber_writer. */
  db: Kysely<Database>;
  /** FIBER_SECRET. */
  secret: string;
  /** The console's own address, for the provider's way back. */
  base_url: string;
  /** Cookies for https alone. */
  secure: boolean;
  oidc?: OidcEnvironment | undefined;
};

/** The provider beside passwords. */
const oidcPlugin = (oidc: OidcEnvironment) =>
  genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        name: oidc.name,
        discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId: oidc.client_id,
        clientSecret: oidc.client_secret,
        scopes: oidc.scopes,
        disableProviderLogout: true,
        mapProfileToUser: (profile) => {
          // Who has no role is refused by followClaims(), before anything is written.
          const role = roleOfClaims(profile, oidc) ?? "viewer";
          const email = normalizeEmail(profile.email);
          if (email === undefined) return {};
          const name = typeof profile.name === "string" && profile.name !== "" ? profile.name.slice(0, 100) : email;
          return { email, name, role };
        },
      },
    ],
  });

const withoutProviderTokens = async <T extends object>(account: T) => ({
  data: { ...account, accessToken: null, refreshToken: null, idToken: null },
});

/** What a session may not start for: whoever was disabled. Asked only after the password or the provider said yes. */
const refuseDisabled =
  (db: Kysely<Database>) =>
  async (session: { userId: string }): Promise<void> => {
    const user = await db
      .selectFrom("fiber.users")
      .select("disabled_at")
      .where("id", "=", session.userId)
      .executeTakeFirst();
    if (user?.disabled_at !== null) throw new APIError("FORBIDDEN", { code: "disabled", message: "disabled" });
  };

/** A role that the provider changed is taken over at each sign-in; the last administrator stays one all the same. */
const followClaims =
  (
    db: Kysely<Database>,
    oidc: OidcEnvironment | undefined,
  ): NonNullable<BetterAuthOptions["user"]>["validateUserInfo"] =>
  async ({ user, source }) => {
    const role = oidc && source.oauth?.profile && roleOfClaims(source.oauth.profile, oidc);
    if (role === undefined) return { error: "no_role" };
    if (source.action === "create-user" || typeof user.id !== "string") return undefined;
    const known = await getUser(db, user.id);
    const actor: AuditActor = { actor_kind: "console", actor_id: null, actor_name: OIDC_PROVIDER, address: null };
    if (known.role !== role) {
      await setRole(db, actor, known, role).catch((error: unknown) => {
        if (!(error instanceof FiberError) || error.kind !== "conflict") throw error;
      });
    }
    return undefined;
  };

/** Whom the provider brings is noted as whom an administrator puts in. */
const noteUser =
  (db: Kysely<Database>) =>
  async (user: { id: string; email: string; role?: unknown }): Promise<void> =>
    insertAudit(db, {
      actor: { actor_kind: "console", actor_id: null, actor_name: OIDC_PROVIDER, address: null },
      action: "user.create",
      subject: user.email,
      outcome: "done",
      detail: { role: user.role ?? null, by: OIDC_PROVIDER },
    });

const noteSession =
  (db: Kysely<Database>) =>
  async (session: { userId: string; ipAddress?: string | null }, context: { path?: string } | null): Promise<void> => {
    const user = await db.selectFrom("fiber.users").select("email").where("id", "=", session.userId).executeTakeFirst();
    const actor_name = user?.email ?? null;
    await insertAudit(db, {
      actor: { actor_kind: "person", actor_id: session.userId, actor_name, address: session.ipAddress || null },
      action: "session.create",
      subject: actor_name,
      outcome: "done",
      detail: { by: context?.path?.startsWith("/callback") ? OIDC_PROVIDER : "password" },
    });
  };

const optionsOf = ({ db, secret, base_url, secure, oidc }: AuthOptions) =>
  ({
    appName: "Fiber-DB",
    baseURL: base_url,
    basePath: "/api/auth",
    secret: createHash("sha256").update(`fiber-db sessions\0${secret}`).digest("hex"),
    database: { db: db.withPlugin(datesPlugin), type: "postgres", schemaName: "fiber", transaction: true },
    ...AUTH_MODELS,
    user: { ...AUTH_MODELS.user, additionalFields: USER_FIELDS, validateUserInfo: followClaims(db, oidc) },
    session: { ...AUTH_MODELS.session, expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    account: {
      ...AUTH_MODELS.account,
      // Whoever an administrator put in may come by the provider too, if the provider vouches for the address.
      accountLinking: { enabled: true },
      storeStateStrategy: "database",
    },
    verification: { ...AUTH_MODELS.verification, storeIdentifier: "hashed" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN_LENGTH,
      maxPasswordLength: PASSWORD_MAX_LENGTH,
      revokeSessionsOnPasswordReset: true,
    },
    databaseHooks: {
      user: { create: { after: noteUser(db) } },
      session: { create: { before: refuseDisabled(db), after: noteSession(db) } },
      account: {
        create: { before: (account) => withoutProviderTokens(account) },
        update: { before: (account) => withoutProviderTokens(account) },
      },
    },
    // Limits and the address of the client are ours: see ./rate-limit.ts and lib/access/address.ts.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "fiber",
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure, path: "/" },
      // A session and its person in one statement: every request asks for them.
      database: { generateId: "uuid", validateSchema: false, joins: true },
      ipAddress: { ipAddressHeaders: ["x-fiber-address"] },
      // Ours, and stricter: app/request.ts.
      disableCSRFCheck: true,
    },
    onAPIError: { errorURL: "/login" },
    telemetry: { enabled: false },
    // Arguments of its messages may hold addresses and profiles: only the sentence is kept.
    logger: { level: "error", log: (level, message) => console.error(`sign-in: ${level}: ${message}`) },
    plugins: oidc === undefined ? [passwordSignIn()] : [passwordSignIn(), oidcPlugin(oidc)],
    disabledPaths: ["/sign-in/email", "/sign-up/email", "/update-user", "/change-email", "/delete-user"],
  }) satisfies BetterAuthOptions;

/**
 * better-auth on our tables: passwords (scrypt), sessions in the database and a signed cookie, OpenID Connect.
 * It starts without asking anybody; with `oidc` the first use asks the provider where its endpoints are.
 */
export const createAuth = (options: AuthOptions) => betterAuth(optionsOf(options));

export type Auth = ReturnType<typeof createAuth>;
