import { describe, expect, test } from "vitest";
import { literalOf, runnableSql, tidySql } from "./sql-text.ts";

describe("runnableSql", () => {
  test("puts each parameter in its place, the tenth too", () => {
    const parameters = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(runnableSql({ sql: "SELECT $10, $1", parameters })).toBe("SELECT 10, 1;");
  });

  test("a parameter cannot end its own literal", () => {
    expect(runnableSql({ sql: "SELECT $1", parameters: ["o'clock'; DROP TABLE nodes --"] })).toBe(
      "SELECT 'o''clock''; DROP TABLE nodes --';",
    );
  });

  test("a place without a parameter stays, so that the gap is seen", () => {
    expect(runnableSql({ sql: "SELECT $2", parameters: ["a"] })).toBe("SELECT $2;");
  });
});

test("literals of nothing, numbers, booleans and arrays", () => {
  expect([null, 1.5, true, [], ["a", null]].map(literalOf)).toEqual([
    "NULL",
    "1.5",
    "true",
    "'{}'",
    "ARRAY['a', NULL]",
  ]);
});

describe("tidySql", () => {
  test("keeps SQL as written and drops the indentation of the code around it", () => {
    expect(tidySql("\n      SELECT 1\n\n        FROM a\n      WHERE true  ")).toBe("SELECT 1\n  FROM a\nWHERE true");
    expect(tidySql("SELECT 1\n    FROM a")).toBe("SELECT 1\nFROM a");
  });

  test("puts each clause of a built query on its own line", () => {
    expect(tidySql('select "a" from "b" left join "c" on true where "a" = $1 order by "a" limit $2')).toBe(
      'select "a"\nfrom "b"\nleft join "c" on true\nwhere "a" = $1\norder by "a"\nlimit $2',
    );
  });
});
