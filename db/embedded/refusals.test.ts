import { describe, expect, it } from "vitest";
import { readQuery } from "./refusals.ts";
import { readStatements } from "./sql-words.ts";

const words = (sql: string) => readStatements(sql).map((statement) => statement.words.join(" "));

describe("reading statements", () => {
  it("sees words, not literals, comments or bodies", () => {
    expect(words("select 'LISTEN; x', e'it\\'s;' /* a /* b */ ; */ from \"T;1\" -- ; c\n; begin")).toEqual([
      'SELECT FROM "T;1"',
      "BEGIN",
    ]);
    expect(words("do $a$ listen; $$ x $a$; commit")).toEqual(["DO", "COMMIT"]);
    expect(words("select $1, a.b::text[] ;; ")).toEqual(["SELECT A B TEXT"]);
    expect(words("select 'unfinished; listen x")).toEqual(["SELECT"]);
  });
});

describe("what one session for all cannot offer", () => {
  const refused = (sql: string, inTransaction = false) => readQuery(sql, inTransaction).refusal?.message;

  it.each([
    "LISTEN x",
    "select 1; /* c */ listen x",
    "prepare p as select 1",
    "DEALLOCATE p",
    "declare c cursor with hold for select 1",
    "select pg_advisory_lock(1)",
    "select pg_catalog . pg_try_advisory_lock_shared (1, 2)",
    'select "pg_advisory_unlock_all"()',
    "do $$ begin perform pg_advisory_lock(1); end $$",
    "create temp table t (a int)",
    "create local temporary view v as select 1",
  ])("refuses %s", (sql) => {
    expect(refused(sql)).toMatch(/not available in the embedded database/);
  });

  it.each([
    "select 'LISTEN x'",
    "select 1 -- listen",
    "unlisten *",
    "deallocate all",
    "prepare transaction 'x'",
    "declare c cursor for select 1",
    "select pg_advisory_xact_lock(1)",
    "select 'pg_advisory_lock'",
    "begin; create temp table t (a int); commit",
    "create table template (hold int, temperature real)",
    "notify x",
  ])("takes %s", (sql) => {
    expect(refused(sql)).toBeUndefined();
  });

  it("takes temporary tables inside a transaction", () => {
    expect(refused("create temp table t (a int)", true)).toBeUndefined();
    expect(readQuery("create temp table t (a int)", true).temporary).toBe(true);
  });

  it("notes what has to be settled afterwards", () => {
    expect(readQuery("select set_config('a.b', '1', false)", false).settings).toBe(true);
    expect(readQuery("SET x = 1", false).settings).toBe(true);
    expect(readQuery("select lastval()", false).readsSequences).toBe(true);
    expect(readQuery("select offset_ms from t", false).settings).toBe(false);
  });
});
