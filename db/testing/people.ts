import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { writePassword } from "#db/access/passwords.ts";
import type { Database } from "#db/schema/index.ts";
import { type Role, ROLES, type Scope } from "#lib/access/roles.ts";
import { TEST_PASSWORD, TEST_TOKENS, testEmail } from "./credentials.ts";

/** A person who can sign in with TEST_PASSWORD; returns the id. */
export const insertPerson = async (db: Kysely<Database>, email: string, role: Role): Promise<string> => {
  const { id } = await db
    .insertInto("fiber.users")
    .values({ email, name: `Test ${role}`, role, email_verified: true, image: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  await writePassword(db, id, TEST_PASSWORD);
  return id;
};

/** A token whose text is known beforehand. */
export const insertKnownToken = async (
  db: Kysely<Database>,
  token: string,
  scopes: Scope[],
  node_names: string[] | null = null,
): Promise<void> => {
  await db
    .insertInto("fiber.tokens")
    .values({
      name: `test ${scopes.join(" ")}${node_names ? " restricted" : ""}`,
      token_sha256: createHash("sha256").update(token).digest("hex"),
      token_hint: token.slice(0, 10),
      scopes,
      node_names,
      created_by: "a test",
      revoked_by: null,
    })
    .execute();
};

/** One person of each role and one token of each scope, as db/testing/credentials.ts names them. */
export const insertTestPeople = async (db: Kysely<Database>): Promise<void> => {
  for (const role of ROLES) await insertPerson(db, testEmail(role), role);
  await insertPerson(db, "linked@fiber.test", "viewer");
  for (const scope of ["ingest", "read", "operate"] as const) await insertKnownToken(db, TEST_TOKENS[scope], [scope]);
  await insertKnownToken(db, TEST_TOKENS.one_node, ["read", "ingest"], ["steady-eu"]);
};
