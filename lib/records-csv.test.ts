import { expect, test } from "vitest";
import { recordsCsv } from "./records-csv.ts";

test("records are lines, nothing is nothing, and no cell is a formula", () => {
  const records = [
    { name: 'a "b", c', bytes: 0, gone: null },
    { name: "=1+1", bytes: -5, gone: null },
  ];
  expect(recordsCsv(records, ["name", "bytes", "gone"])).toBe(`name,bytes,gone\r\n"a ""b"", c",0,\r\n'=1+1,'-5,\r\n`);
});
