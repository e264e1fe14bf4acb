import { expect, it } from "vitest";
import { z } from "zod";
import { readChunkFilter } from "./parameters.ts";

const problem = (parameters: Record<string, string | string[]>): string => {
  try {
    readChunkFilter(parameters);
  } catch (error) {
    if (error instanceof z.ZodError) return `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}`;
  }
  return "accepted";
};

it("reads what is given and fills in the limit", () => {
  expect(readChunkFilter({})).toEqual({
    hypertable_name: undefined,
    hypertable_schema: undefined,
    limit: 500,
    shape: "items",
  });
  expect(readChunkFilter({ hypertable: "metrics", schema: "public", limit: "20000" })).toEqual({
    hypertable_name: "metrics",
    hypertable_schema: "public",
    limit: 20_000,
    shape: "items",
  });
});

it.each([
  [{ limit: "0" }, "limit: limit must be a whole number from 1 to 20,000."],
  [{ limit: "20001" }, "limit: limit must be a whole number from 1 to 20,000."],
  [{ limit: "1e3" }, "limit: limit must be a whole number from 1 to 20,000."],
  [{ limit: ["1", "2"] }, "limit: limit may be given once."],
  [{ shape: "rows" }, "shape: shape must be items or columns, given once."],
  [{ hypertable: "" }, "hypertable: hypertable must not be empty."],
  [{ hypertable: ["a", "b"] }, "hypertable: hypertable may be given once."],
  [{ schema: "x".repeat(64) }, "schema: schema is longer than a name of PostgreSQL, which has at most 63 characters."],
])("refuses %j by its field", (parameters, message) => {
  expect(problem(parameters)).toBe(message);
});
