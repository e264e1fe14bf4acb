import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { PASSWORD_MAX_LENGTH } from "#lib/access/password.ts";

const wrong = () => new APIError("UNAUTHORIZED", { code: "wrong", message: "wrong e-mail or password" });

/**
 * Signing in by e-mail and password. better-auth's own route refuses addresses without a dot, as admin@localhost, which
 * an installation inside of a network may well have; otherwise the two do the same. One password is hashed whatever
 * the outcome, so that the time tells nothing of whether the account exists.
 */
export const passwordSignIn = () =>
  ({
    id: "password-sign-in",
    endpoints: {
      signInPassword: createAuthEndpoint(
        "/sign-in/password",
        {
          method: "POST",
          body: z.object({ email: z.string().max(254), password: z.string().max(PASSWORD_MAX_LENGTH) }),
        },
        async (ctx) => {
          const { internalAdapter, password } = ctx.context;
          const found = await internalAdapter.findUserByEmail(ctx.body.email, { includeAccounts: true });
          const hash = found?.accounts.find((account) => account.providerId === "credential")?.password;
          if (!found || !hash) {
            await password.hash(ctx.body.password);
            throw wrong();
          }
          if (!(await password.verify({ hash, password: ctx.body.password }))) throw wrong();
          const session = await internalAdapter.createSession(found.user.id, false);
          if (!session) throw new APIError("INTERNAL_SERVER_ERROR", { message: "The session cannot be made." });
          await setSessionCookie(ctx, { session, user: found.user });
          return ctx.json({ signed_in: true });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;
