import { createHash, randomBytes } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { isToken, tokenHint } from "#lib/access/authorization.ts";
import type { Machine, Scope } from "#lib/access/roles.ts";
import { FiberError, invalidInput, notFound } from "#lib/errors.ts";
import type { AuditActor, Token } from "#lib/model/access.ts";
import type { Database } from "../schema/index.ts";
import { withAudit } from "./audit.ts";

export type NewToken = {
  name: string;
  scopes: Scope[];
  /** ISO 8601; null: until revoked. */
  expires_at: string | null;
  /** Only these nodes; null: any. */
  node_names: string[] | null;
};

const sha256 = (token: string): string => createHash("sha256").update(token).digest("hex");

const selectTokens = (db: Kysely<Database>) =>
  db.selectFrom("fiber.tokens").select([
    "token_id",
    "name",
    "token_hint",
    "scopes",
    "node_names",
    "expires_at",
    "created_at",
    "created_by",
    "last_used_at",
    "revoked_at",
    sql<Token["status"]>`CASE WHEN revoked_at IS NOT NULL THEN 'revoked'
        WHEN expires_at <= now() THEN 'expired' ELSE 'active' END`.as("status"),
  ]);

/** All tokens, those that work first, then by name. */
export const listTokens = (db: Kysely<Database>): Promise<Token[]> =>
  selectTokens(db).orderBy("status").orderBy("name").orderBy("created_at").execute();

/** The token of an id, or of a name that one active token has. Throws `not_found` or `conflict`. */
export const getToken = async (db: Kysely<Database>, id_or_name: string): Promise<Token> => {
  const found = await selectTokens(db)
    .where((eb) => eb.or([eb(sql<string>`token_id::text`, "=", id_or_name), eb("name", "=", id_or_name)]))
    .execute();
  const active = found.filter((token) => token.status === "active");
  const [token, second] = active.length > 0 ? active : found;
  if (token === undefined) throw notFound(`There is no token ${id_or_name.slice(0, 100)}.`);
  if (second !== undefined && token.token_id !== id_or_name && second.status === "active")
    throw new FiberError("conflict", `Several tokens are called ${token.name}.`, { remedy: "Name it by its id." });
  return token;
};

const checkNew = ({ name, scopes, expires_at, node_names }: NewToken): void => {
  if (name.trim() === "" || name.length > 100) throw invalidInput("name", "A name has 1 to 100 characters.");
  if (scopes.length === 0) throw invalidInput("scopes", "A token needs at least one scope: ingest, read or operate.");
  if (expires_at !== null && !(new Date(expires_at).getTime() > Date.now()))
    throw invalidInput("expires_at", "The end of a token lies in the future.");
  if (
    node_names !== null &&
    (node_names.length === 0 ||
      node_names.length > 1_000 ||
      node_names.some((node) => node === "" || node.length > 200))
  )
    throw invalidInput("node_names", "A token is restricted to 1 to 1,000 node names, each of 1 to 200 characters.");
};

/** Makes a token. It is returned here once; the database keeps its SHA-256, which is enough for 256 random bits. */
export const createToken = async (
  db: Kysely<Database>,
  actor: AuditActor,
  wanted: NewToken,
): Promise<{ token: string; token_id: string }> => {
  checkNew(wanted);
  const token = `fbr_${randomBytes(32).toString("base64url")}`;
  const name = wanted.name.trim();
  const { expires_at, node_names } = wanted;
  const scopes = [...new Set(wanted.scopes)];
  const detail = { scopes, expires_at, node_names };
  const { token_id } = await withAudit(db, { actor, action: "token.create", subject: name, detail }, (trx) =>
    trx
      .insertInto("fiber.tokens")
      .values({
        name,
        token_sha256: sha256(token),
        token_hint: tokenHint(token),
        scopes,
        node_names,
        expires_at,
        created_by: actor.actor_name ?? actor.actor_kind,
        revoked_by: null,
      })
      .returning("token_id")
      .executeTakeFirstOrThrow(),
  );
  return { token, token_id };
};

/** Ends a token: the next request that carries it is refused, on every instance. Again changes nothing. */
export const revokeToken = async (db: Kysely<Database>, actor: AuditActor, token: Token): Promise<void> => {
  await withAudit(db, { actor, action: "token.revoke", subject: token.name }, (trx) =>
    trx
      .updateTable("fiber.tokens")
      .set({ revoked_at: new Date(), revoked_by: actor.actor_name })
      .where("token_id", "=", token.token_id)
      .where("revoked_at", "is", null)
      .execute(),
  );
};

/**
 * Who a token is, asked of the database each time: undefined when it does not exist, is revoked or expired.
 * Its last use is noted at most once a minute.
 */
export const findMachine = async (db: Kysely<Database>, token: string): Promise<Machine | undefined> => {
  if (!isToken(token)) return undefined;
  const found = await db
    .selectFrom("fiber.tokens")
    .select(["token_id", "name", "scopes", "node_names"])
    .select(sql<boolean>`last_used_at IS NULL OR last_used_at < now() - INTERVAL '1 minute'`.as("note"))
    .where("token_sha256", "=", sha256(token))
    .where("revoked_at", "is", null)
    .where(sql<boolean>`expires_at IS NULL OR expires_at > now()`)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const { note, ...machine } = found;
  if (note) await noteUse(db, machine.token_id);
  return { kind: "token", ...machine };
};

const noteUse = async (db: Kysely<Database>, token_id: string): Promise<void> => {
  await sql`UPDATE fiber.tokens SET last_used_at = now()
    WHERE token_id = ${token_id} AND (last_used_at IS NULL OR last_used_at < now() - INTERVAL '1 minute')`.execute(db);
};
