import { expect, test } from "vitest";
import { packItems, unpackItems } from "./packed.ts";

test("records come back as they went in, null stays null", () => {
  const items = [
    { name: "a", bytes: 1, part: null },
    { name: "b", bytes: 2, part: { since: "2026-01-01T00:00:00Z" } },
  ];
  expect(unpackItems(packItems(items))).toEqual(items);
  expect(packItems(items).rows).toHaveLength(2);
  expect(unpackItems(packItems([]))).toEqual([]);
});
