import { sql } from "kysely";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import type { AuditActor } from "#lib/model/access.ts";
import { insertAudit, listAudit, streamAudit, withAudit } from "./audit.ts";
import { ensureFirstAdministrator } from "./first-administrator.ts";
import { createLink, getLinkOwner, redeemLink } from "./links.ts";
import { setPassword } from "./passwords.ts";
import { createToken, findMachine, getToken, listTokens, revokeToken } from "./tokens.ts";
import { createUser, endSessions, findUserByEmail, getUser, listUsers, setDisabled, setRole } from "./users.ts";

const TABLES = ["users", "sessions", "accounts", "verifications", "tokens", "audit", "rate_limits"];
const ACTOR: AuditActor = { actor_kind: "person", actor_id: "1", actor_name: "ana@fiber.test", address: "192.0.2.1" };

let database: TestDatabase;
/** As the console has it: fiber_writer. */
let db: Kysely<Database>;
let reader: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url, access: "writer", max: 4 });
  reader = createDatabase({ url: database.url, access: "reader", max: 2 });
});

afterAll(async () => {
  await Promise.all([db.destroy(), reader.destroy()]);
  await database.drop();
});

const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );

describe("the roles of the database", () => {
  test.each(TABLES)("the reader may not see fiber.%s", async (table) => {
    expect(await codeOf(sql`SELECT 1 FROM ${sql.table(`fiber.${table}`)}`.execute(reader))).toBe("42501");
  });

  test.each([
    ["UPDATE", sql`UPDATE fiber.audit SET action = 'x'`],
    ["DELETE", sql`DELETE FROM fiber.audit`],
    ["TRUNCATE", sql`TRUNCATE fiber.audit`],
    ["DROP", sql`DROP TABLE fiber.audit`],
    ["ALTER", sql`ALTER TABLE fiber.audit DISABLE TRIGGER ALL`],
  ])("the console may not %s the audit", async (_name, statement) => {
    expect(await codeOf(statement.execute(db))).toBe("42501");
  });

  test("nobody is removed and no token's row: both are kept as what they were", async () => {
    expect(await codeOf(sql`DELETE FROM fiber.users`.execute(db))).toBe("42501");
    expect(await codeOf(sql`DELETE FROM fiber.tokens`.execute(db))).toBe("42501");
  });
});

describe("people", () => {
  test("the first administrator is made once, however many start at the same time", async () => {
    const made = await Promise.all(
      [1, 2, 3].map(() =>
        ensureFirstAdministrator(db, { email: "Root@Fiber.test", password: "harbour kettle sixteen" }),
      ),
    );
    expect(made.filter((one) => one !== undefined)).toEqual([
      { email: "root@fiber.test", generated_password: undefined },
    ]);
    expect((await listUsers(db)).map(({ email, role, status }) => ({ email, role, status }))).toEqual([
      { email: "root@fiber.test", role: "admin", status: "active" },
    ]);
  });

  test("a second address in other letters is the same person", async () => {
    await createUser(db, ACTOR, { email: "Bo@fiber.test", name: "Bo", role: "viewer" });
    await expect(createUser(db, ACTOR, { email: "bO@FIBER.test", name: "", role: "admin" })).rejects.toMatchObject({
      kind: "conflict",
    });
    expect((await findUserByEmail(db, " BO@fiber.test"))?.role).toBe("viewer");
  });

  test.each(["", "nobody", "a@b@c", "a b@c.de", `${"x".repeat(260)}@c.de`, "a@\u0000.de", "<a@b.de>"])(
    "no e-mail address: %j",
    async (email) => {
      await expect(createUser(db, ACTOR, { email, name: "x", role: "viewer" })).rejects.toMatchObject({
        kind: "invalid_input",
        field: "email",
      });
    },
  );

  test("the last administrator stays: role, disabling, and two at once who demote each other", async () => {
    const root = (await findUserByEmail(db, "root@fiber.test"))!;
    await expect(setRole(db, ACTOR, root, "viewer")).rejects.toMatchObject({ kind: "conflict" });
    await expect(setDisabled(db, ACTOR, root, true)).rejects.toMatchObject({ kind: "conflict" });
    const second = await createUser(db, ACTOR, { email: "second@fiber.test", name: "", role: "admin" });
    const results = await Promise.allSettled([
      setRole(db, ACTOR, root, "viewer"),
      setRole(db, ACTOR, second, "viewer"),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await listUsers(db)).filter(({ role }) => role === "admin")).toHaveLength(1);
    await sql`UPDATE fiber.users SET role = 'admin' WHERE id = ${root.user_id}`.execute(database.db);
    expect(await codeOf(sql`DELETE FROM fiber.users WHERE role = 'admin'`.execute(database.db))).toBe("FB001");
  });

  test("a link sets a password once; a newer one and disabling void it", async () => {
    const bo = (await findUserByEmail(db, "bo@fiber.test"))!;
    expect(bo.status).toBe("invited");
    const first = await createLink(db, ACTOR, bo);
    const second = await createLink(db, ACTOR, bo);
    await expect(getLinkOwner(db, first.secret)).rejects.toMatchObject({ kind: "not_permitted" });
    await expect(redeemLink(db, second.secret, "short", null)).rejects.toMatchObject({ field: "password" });
    const used = await Promise.allSettled([1, 2].map(() => redeemLink(db, second.secret, "violet tractor 91", null)));
    expect(used.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await getUser(db, bo.user_id)).status).toBe("active");
    const third = await createLink(db, ACTOR, await getUser(db, bo.user_id));
    await setDisabled(db, ACTOR, bo, true);
    await expect(getLinkOwner(db, third.secret)).rejects.toMatchObject({ kind: "not_permitted" });
    await expect(getLinkOwner(db, "not a link")).rejects.toMatchObject({ kind: "not_permitted" });
    const { rows } = await sql<{
      text: string;
    }>`SELECT string_agg(v::text, ' ') AS text FROM fiber.verifications v`.execute(db);
    expect(rows[0]?.text ?? "").not.toContain(third.secret);
  });

  test("ending sessions and setting a password remove every session", async () => {
    const root = (await findUserByEmail(db, "root@fiber.test"))!;
    const open = () =>
      db
        .insertInto("fiber.sessions")
        .values({
          user_id: root.user_id,
          token: crypto.randomUUID(),
          expires_at: new Date(Date.now() + 60_000),
          ip_address: null,
          user_agent: null,
        })
        .execute();
    await open();
    expect(await endSessions(db, ACTOR, root)).toBe(1);
    await open();
    await setPassword(db, ACTOR, root, "another harbour 17");
    expect((await getUser(db, root.user_id)).session_count).toBe(0);
  });
});

describe("tokens", () => {
  test("works until revoked or expired, and the database keeps no text of it", async () => {
    const { token, token_id } = await createToken(db, ACTOR, {
      name: "probe",
      scopes: ["ingest", "ingest"],
      expires_at: null,
      node_names: ["a", "b"],
    });
    expect(token).toMatch(/^fbr_[\w-]{43}$/);
    expect(await findMachine(db, token)).toEqual({
      kind: "token",
      token_id,
      name: "probe",
      scopes: ["ingest"],
      node_names: ["a", "b"],
    });
    const { rows } = await sql<{ text: string }>`SELECT t::text AS text FROM fiber.tokens t`.execute(db);
    expect(rows[0]?.text).not.toContain(token.slice(10));
    await revokeToken(db, ACTOR, await getToken(db, "probe"));
    expect(await findMachine(db, token)).toBeUndefined();
    const later = await createToken(db, ACTOR, {
      name: "short",
      scopes: ["read"],
      expires_at: new Date(Date.now() + 60_000).toISOString(),
      node_names: null,
    });
    expect(await findMachine(db, later.token)).toBeDefined();
    await sql`UPDATE fiber.tokens SET expires_at = now() WHERE name = 'short'`.execute(db);
    expect(await findMachine(db, later.token)).toBeUndefined();
    expect((await listTokens(db)).map(({ name, status }) => [name, status])).toEqual([
      ["short", "expired"],
      ["probe", "revoked"],
    ]);
  });

  test("its last use is noted once a minute", async () => {
    const { token, token_id } = await createToken(db, ACTOR, {
      name: "used",
      scopes: ["read"],
      expires_at: null,
      node_names: null,
    });
    await findMachine(db, token);
    const first = (await getToken(db, token_id)).last_used_at;
    expect(first).not.toBeNull();
    await findMachine(db, token);
    expect((await getToken(db, token_id)).last_used_at).toBe(first);
    await sql`UPDATE fiber.tokens SET last_used_at = now() - INTERVAL '61 s' WHERE token_id = ${token_id}`.execute(db);
    await findMachine(db, token);
    expect((await getToken(db, token_id)).last_used_at! >= first!).toBe(true);
  });

  test.each(["", "fbr_", "fbr_short", `fbr_${"x".repeat(44)}`, "' OR 1=1 --"])("no token: %j", async (token) => {
    expect(await findMachine(db, token)).toBeUndefined();
  });
});

describe("the audit", () => {
  test("a change and its row are one; what fails leaves a row too, without the change", async () => {
    const entry = { actor: ACTOR, action: "test.change", subject: "x" };
    await expect(
      withAudit(db, entry, async (trx) => {
        await insertAudit(trx, { ...entry, action: "test.lost", outcome: "done" });
        throw new Error("secret of the database");
      }),
    ).rejects.toThrow("secret");
    const events = await listAudit(db, { action: "test." }, { limit: 10 });
    expect(events.map(({ action, outcome, detail }) => ({ action, outcome, detail }))).toEqual([
      { action: "test.change", outcome: "failed", detail: { reason: "internal" } },
    ]);
  });

  test("narrows by who, what, outcome and time; wildcards are letters", async () => {
    expect(await listAudit(db, { actor: "%" }, { limit: 10 })).toEqual([]);
    expect((await listAudit(db, { outcome: "failed" }, { limit: 10 })).length).toBe(1);
    expect((await listAudit(db, { actor: "192.0.2.1", action: "token.create" }, { limit: 10 })).length).toBe(3);
    expect(await listAudit(db, { until: "2020-01-01T00:00:00Z" }, { limit: 10 })).toEqual([]);
  });

  test("streams all of it, newest first", async () => {
    await sql`INSERT INTO fiber.audit (actor_kind, action, outcome)
      SELECT 'console', 'many', 'done' FROM generate_series(1, 2500)`.execute(db);
    const ids: number[] = [];
    for await (const event of streamAudit(db, { action: "many" })) ids.push(event.event_id);
    expect(ids).toHaveLength(2500);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  });

  test("no password and no token stands in it", async () => {
    const { rows } = await sql<{ text: string }>`SELECT string_agg(a::text, ' ') AS text FROM fiber.audit a`.execute(
      db,
    );
    expect(rows[0]?.text).not.toMatch(/harbour|tractor|fbr_/);
  });
});
