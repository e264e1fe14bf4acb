import { expect, test } from "vitest";
import { guessFormat } from "./format.ts";
import { estimateInterval } from "./interval.ts";

test("the interval is the median distance, whatever the order, repeats and gaps", () => {
  const times = [0, 240, 480, 720, 720, 20_000, 20_240, 960].map((seconds) => seconds * 1000);
  expect(estimateInterval(times)).toBe(240);
  expect(estimateInterval([5000])).toBeUndefined();
  expect(estimateInterval([5000, 5000])).toBeUndefined();
  expect(estimateInterval([0, 10])).toBe(1);
  expect(estimateInterval([0, 10 * 86_400_000])).toBe(86_400);
});

test("the format follows the file's name, or else its first characters", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(guessFormat("a.csv.gz", bytes("{"))).toBe("csv");
  expect(guessFormat("a.ndjson", bytes("time,"))).toBe("ndjson");
  expect(guessFormat("-", bytes('\uFEFF\n {"time"'))).toBe("ndjson");
  expect(guessFormat("a.txt", bytes("time,node_name"))).toBe("csv");
  expect(guessFormat("a.json", bytes(""))).toBe("csv");
});
