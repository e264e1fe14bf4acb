import { InvalidArgumentError } from "commander";
import type { Kysely } from "kysely";
import { explainDatabaseError } from "#db/cli/preflight.ts";
import { withDatabase } from "#db/cli/context.ts";
import type { Database } from "#db/schema/index.ts";
import { isRole, isScope, type Role, ROLES, type Scope, SCOPES } from "#lib/access/roles.ts";
import { findUserByEmail } from "#db/access/users.ts";
import { FiberError, notFound } from "#lib/errors.ts";
import type { User } from "#lib/model/access.ts";

/** Runs `work` with the rights that the console has. A database without our tables says how to get them. */
export const withAccess = <T>(work: (db: Kysely<Database>) => Promise<T>): Promise<T> =>
  withDatabase(process.env, async ({ url, embedded, connect }) => {
    try {
      return await work(connect("writer", 2));
    } catch (error) {
      const code = (error as { code?: string }).code;
      // 22023: the role fiber_writer does not exist yet.
      if (code === "42P01" || code === "3F000" || code === "22023")
        throw new FiberError("not_available", "This database has no people and tokens yet.", {
          cause: error,
          remedy: "Run npx fiber db migrate, or npm start once.",
        });
      throw error instanceof FiberError ? error : explainDatabaseError(error, embedded ? undefined : url);
    }
  });

/** For commander: a wrong value is wrong usage. */
export const readRole = (value: string): Role => {
  if (!isRole(value)) throw new InvalidArgumentError(`It must be one of ${ROLES.join(", ")}.`);
  return value;
};

/** For commander: `ingest,read`, or the option several times. */
export const readScopes = (value: string, before: Scope[] = []): Scope[] => {
  const scopes = value.split(",").map((part) => part.trim());
  return [
    ...before,
    ...scopes.map((scope) => {
      if (!isScope(scope)) throw new InvalidArgumentError(`It must be ${SCOPES.join(", ")}, separated by commas.`);
      return scope;
    }),
  ];
};

export const requireUser = async (db: Kysely<Database>, email: string): Promise<User> => {
  const user = await findUserByEmail(db, email);
  if (user === undefined) throw notFound(`Nobody has the e-mail ${email.slice(0, 100)}.`);
  return user;
};
