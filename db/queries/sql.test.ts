import { expect, it } from "vitest";
import { listMissing, tidySql } from "./sql.ts";

it("finds every query function among the samples", async () => {
  expect(await listMissing()).toEqual([]);
});

it("keeps SQL as written and drops the indentation of the code around it", () => {
  expect(tidySql("\n      SELECT 1\n\n        FROM a\n      WHERE true  ")).toBe("SELECT 1\n  FROM a\nWHERE true");
  expect(tidySql("SELECT 1\n    FROM a")).toBe("SELECT 1\nFROM a");
});

it("puts each clause of a built query on its own line", () => {
  expect(tidySql('select "a" from "b" left join "c" on true where "a" = $1 order by "a" limit $2')).toBe(
    'select "a"\nfrom "b"\nleft join "c" on true\nwhere "a" = $1\norder by "a"\nlimit $2',
  );
});
