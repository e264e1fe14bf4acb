import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEmbeddedForTest } from "../testing/snapshot.ts";
import type { EmbeddedServer } from "./index.ts";
import { codeOf, connect, disconnectAll, value } from "./test-kit.ts";

let server: EmbeddedServer;

beforeAll(async () => {
  server = await startEmbeddedForTest("empty");
  const owner = await connect(server);
  await owner.query(`
    CREATE TABLE item (id serial PRIMARY KEY, name text);
    CREATE ROLE reader; GRANT SELECT ON item TO reader;
    CREATE ROLE writer; GRANT ALL ON item TO writer; GRANT USAGE ON SEQUENCE item_id_seq TO writer;
    ALTER ROLE reader SET default_transaction_read_only = on`);
  await owner.query(
    "CREATE FUNCTION hidden() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('TimeZone', 'Asia/Tokyo', false); END $$",
  );
  await disconnectAll();
}, 180_000);
afterEach(disconnectAll);
afterAll(() => server?.stop());

const clients = (count: number) => Promise.all(Array.from({ length: count }, () => connect(server)));

describe("many connections on one backend", () => {
  it("answers 500 queries of 20 connections, each with its own parameters", async () => {
    const all = await clients(20);
    const answers = await Promise.all(
      all.map(async (client, at) => {
        const own: unknown[] = [];
        for (let round = 0; round < 25; round++) own.push(await value(client, "SELECT $1::int * 2", [at * 25 + round]));
        return own;
      }),
    );
    expect(answers.flat()).toEqual(Array.from({ length: 500 }, (_, at) => at * 2));
  });

  it("keeps interleaved transactions and their errors apart", async () => {
    const all = await clients(20);
    await all[0]!.query("TRUNCATE item");
    const work = all.map(async (client, at) => {
      for (let round = 0; round < 5; round++) {
        await client.query("BEGIN");
        await client.query("INSERT INTO item (name) VALUES ($1)", [`${at}`]);
        if (at % 3 === 0) {
          expect(await codeOf(client.query("SELECT 1/0"))).toBe("22012");
          expect(await codeOf(client.query("SELECT 1"))).toBe("25P02");
          await client.query("ROLLBACK");
        } else {
          expect(await value(client, "SELECT count(*)::int FROM item WHERE name = $1", [`${at}`])).toBe(round + 1);
          await client.query("COMMIT");
        }
      }
    });
    await Promise.all(work);
    expect(await value(all[0]!, "SELECT count(*)::int FROM item")).toBe(13 * 5);
  });

  it("rolls back at once when a client dies in mid-transaction", async () => {
    const [dying, other] = await clients(2);
    await other!.query("TRUNCATE item");
    await dying!.query("BEGIN");
    await dying!.query("INSERT INTO item (name) VALUES ('never')");
    const waiting = value(other!, "SELECT count(*)::int FROM item");
    (dying as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect(await waiting).toBe(0);
  });

  it("lets advisory transaction locks be used, and refuses those of sessions", async () => {
    const [client] = await clients(1);
    await client!.query("BEGIN");
    await client!.query("SELECT pg_advisory_xact_lock(42)");
    await client!.query("COMMIT");
    expect(await codeOf(client!.query("SELECT pg_try_advisory_lock($1)", [1]))).toBe("0A000");
    expect(await codeOf(client!.query("LISTEN x"))).toBe("0A000");
    expect(await value(client!, "SELECT 1")).toBe(1);
  });

  it("refuses COPY FROM STDIN without harm, in every protocol, and lets data out", async () => {
    const [client, other] = await clients(2);
    expect(await codeOf(client!.query("COPY item FROM STDIN"))).toBe("0A000");
    expect(
      await codeOf(client!.query({ text: "COPY item FROM STDIN", values: [], queryMode: "extended" } as never)),
    ).toBe("0A000");
    await client!.query("BEGIN");
    expect(await codeOf(client!.query("COPY item FROM STDIN"))).toBe("0A000");
    expect(await codeOf(client!.query("SELECT 1"))).toBe("25P02");
    await client!.query("ROLLBACK");
    expect(await value(client!, "SELECT 1")).toBe(1);
    expect(await value(other!, "SELECT 2")).toBe(2);
  });
});

describe("session state", () => {
  it("survives other connections and is never seen by them", async () => {
    const [a, b] = await clients(2);
    await a!.query("SET TimeZone = 'Europe/Berlin'");
    await a!.query("SELECT set_config($1, $2, false)", ["app.tenant", "a"]);
    await b!.query("SET search_path = pg_catalog");
    for (let round = 0; round < 3; round++) {
      expect(await value(a!, "SHOW TimeZone")).toBe("Europe/Berlin");
      expect(await value(b!, "SHOW TimeZone")).toBe("UTC");
      expect(await value(a!, "SELECT current_setting('app.tenant', true)")).toBe("a");
      expect(await value(b!, "SELECT coalesce(current_setting('app.tenant', true), '')")).toBe("");
      expect(await value(a!, "SELECT current_setting('search_path')")).toBe("public");
      expect(await value(b!, "SELECT current_setting('search_path')")).toBe("pg_catalog");
    }
  });

  it("is undone by ROLLBACK, RESET and DISCARD as on any server", async () => {
    const [a, b] = await clients(2);
    await a!.query("SET work_mem = '5MB'");
    await a!.query("BEGIN; SET work_mem = '6MB'");
    await a!.query("ROLLBACK");
    await value(b!, "SELECT 1");
    expect(await value(a!, "SHOW work_mem")).toBe("5MB");
    await a!.query("DISCARD ALL");
    await value(b!, "SELECT 1");
    expect(await value(a!, "SHOW work_mem")).toBe(await value(b!, "SHOW work_mem"));
    expect(await value(a!, "SELECT $1::int", [1])).toBe(1);
  });

  it("does not leak even when a function changes it unseen", async () => {
    const [a, b] = await clients(2);
    await a!.query("SELECT hidden()");
    expect(await value(b!, "SHOW TimeZone")).toBe("UTC");
  });

  it("keeps named statements per connection, through another's DISCARD ALL", async () => {
    const [a, b] = await clients(2);
    const named = (text: string, values: unknown[]) => ({ name: "same", text, values, rowMode: "array" as const });
    expect((await a!.query(named("SELECT $1::int + 1", [1]))).rows).toEqual([[2]]);
    expect((await b!.query(named("SELECT $1::text || 'x'", ["b"]))).rows).toEqual([["bx"]]);
    await b!.query("DISCARD ALL");
    expect((await a!.query(named("SELECT $1::int + 1", [5]))).rows).toEqual([[6]]);
  });

  it("gives temporary tables to a transaction, and drops them with it", async () => {
    const [a, b] = await clients(2);
    expect(await codeOf(a!.query("CREATE TEMP TABLE t (a int)"))).toBe("0A000");
    await a!.query("BEGIN");
    await a!.query("CREATE TEMP TABLE t AS SELECT 1 AS a");
    expect(await value(a!, "SELECT a FROM t")).toBe(1);
    await a!.query("COMMIT");
    expect(await codeOf(b!.query("SELECT * FROM t"))).toBe("42P01");
    expect(await codeOf(a!.query("SELECT * FROM t"))).toBe("42P01");
  });

  it("does not show one connection's sequence state to another", async () => {
    const [a, b] = await clients(2);
    await a!.query("INSERT INTO item (name) VALUES ('x')");
    expect(await codeOf(b!.query("SELECT lastval()"))).toBe("55000");
  });
});

describe("start-up parameters and roles", () => {
  it("honours options, application_name, time zone and role as a server does", async () => {
    const client = await connect(server, {
      options: "-c role=reader -c statement_timeout=5000 -c TimeZone=Europe/Berlin",
      application_name: "test",
    });
    const other = await connect(server);
    for (let round = 0; round < 2; round++) {
      expect(await value(client, "SELECT current_user::text")).toBe("reader");
      expect(await value(client, "SHOW statement_timeout")).toBe("5s");
      expect(await value(client, "SHOW TimeZone")).toBe("Europe/Berlin");
      expect(await value(client, "SHOW application_name")).toBe("test");
      expect(await value(other, "SELECT current_user::text")).toBe("postgres");
      expect(await value(other, "SHOW TimeZone")).toBe("UTC");
      await client.query("SET TimeZone = 'Asia/Tokyo'");
      await client.query("RESET ALL; RESET ROLE");
    }
  });

  it("signs in other roles, with their settings, and confines them", async () => {
    const reader = await connect(server, { user: "reader" });
    const owner = await connect(server);
    expect(await value(reader, "SHOW default_transaction_read_only")).toBe("on");
    expect(await value(reader, "SHOW is_superuser")).toBe("off");
    expect(await codeOf(reader.query("INSERT INTO item (name) VALUES ('x')"))).toBe("25006");
    const escapes = [
      "SET SESSION AUTHORIZATION postgres",
      "/* x */ set local session /* y */ authorization 'postgres'",
      "SELECT set_config('session_authorization', 'postgres', false)",
      "SELECT set_config('role', 'postgres', false)",
      "SET ROLE postgres",
      "SELECT 1; SET SESSION AUTHORIZATION postgres; SELECT 2",
      "DO $$ BEGIN EXECUTE 'SET SESS' || 'ION AUTHORIZATION postgres'; END $$",
    ];
    for (const escape of escapes) expect(await codeOf(reader.query(escape)), escape).toBe("42501");
    const resets = [
      "RESET SESSION AUTHORIZATION",
      "RESET ROLE",
      "SET ROLE NONE",
      "SET SESSION AUTHORIZATION DEFAULT",
      "DISCARD ALL",
      "DO $$ BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; EXECUTE 'RESET ROLE'; END $$",
    ];
    for (const reset of resets) {
      await reader.query(reset);
      expect(await value(reader, "SELECT session_user || ' ' || current_user"), reset).toBe("reader reader");
      expect(await value(owner, "SELECT session_user || ' ' || current_user")).toBe("postgres postgres");
    }
    await reader.query("SET default_transaction_read_only = off");
    expect(await codeOf(reader.query("DELETE FROM item"))).toBe("42501");
  });

  it("keeps SET ROLE of one connection from the others", async () => {
    const [a, b] = await clients(2);
    await a!.query("SET ROLE writer");
    expect(await value(b!, "SELECT current_user::text")).toBe("postgres");
    expect(await value(a!, "SELECT current_user::text")).toBe("writer");
    await a!.query("SET SESSION AUTHORIZATION reader");
    expect(await value(b!, "SELECT session_user::text")).toBe("postgres");
    expect(await value(a!, "SELECT session_user::text")).toBe("reader");
    await a!.query("RESET SESSION AUTHORIZATION");
    expect(await value(a!, "SELECT session_user::text")).toBe("postgres");
  });

  it("refuses a wrong password, an unknown role and a wrong setting", async () => {
    expect(
      await codeOf(
        connect(server, { password: "wrong", connectionString: server.url.replace(/:[^:@/]+@/, ":wrong@") }),
      ),
    ).toBe("28P01");
    expect(await codeOf(connect(server, { user: "nobody" }))).toBe("28000");
    expect(await codeOf(connect(server, { options: "-c work_mem=much" }))).toBe("22023");
    expect(await codeOf(connect(server, { options: "-c nonsense" }))).toBe("42601");
    const client = await connect(server);
    expect(await value(client, "SELECT 1")).toBe(1);
  });
});
