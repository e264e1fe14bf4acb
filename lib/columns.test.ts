import { expect, test } from "vitest";
import { toColumns, fromColumns } from "./columns.ts";

test("records come back as they went in, null stays null", () => {
  const items = [
    { name: "a", bytes: 1, part: null },
    { name: "b", bytes: 2, part: { since: "2026-01-01T00:00:00Z" } },
  ];
  expect(fromColumns(toColumns(items))).toEqual(items);
  expect(toColumns(items).rows).toHaveLength(2);
  expect(fromColumns(toColumns([]))).toEqual([]);
});
