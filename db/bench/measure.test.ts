import { expect, test } from "vitest";
import { lineOf, type Measure } from "./measure.ts";

const verdict = (measure: Partial<Measure>) =>
  lineOf("part", { name: "figure", value: 46, unit: "ms", ...measure }).verdict;

test("a figure without a limit is only told", () => {
  expect(verdict({})).toBe("no limit");
  expect(verdict({ raw: 10 })).toBe("no limit");
});

test("a budget holds the value against so many times the raw SQL and some more", () => {
  expect(verdict({ raw: 10, budget: { factor: 1.5, extra: 31 } })).toBe("met");
  expect(verdict({ raw: 10, budget: { factor: 1.5, extra: 30 } })).toBe("missed");
  expect(lineOf("p", { name: "f", value: 1, unit: "ms", raw: 10, budget: { factor: 1.5, extra: 30 } }).limit).toBe(
    "≤ 1.5 × raw + 30 ms = 45 ms",
  );
  expect(verdict({ budget: { factor: 0, extra: 45 } })).toBe("missed");
});

test("a ratio is held against its bounds on both sides", () => {
  expect(verdict({ raw: 40, at_most: 1.15 })).toBe("met");
  expect(verdict({ raw: 40, at_most: 1.14 })).toBe("missed");
  expect(verdict({ ratio: 0.69, at_least: 0.7 })).toBe("missed");
  expect(verdict({ ratio: 0.7, at_least: 0.7 })).toBe("met");
});
