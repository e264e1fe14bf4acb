import { expect, test } from "vitest";
import { askedText, insteadText } from "./series-refusal.ts";

test("what was asked for is named as it was asked, also where it makes no sense", () => {
  expect(askedText({ source: null, bucket_seconds: "60" })).toBe("buckets of 1 min");
  expect(askedText({ source: "aggregates_hourly", bucket_seconds: "1200" })).toBe("hourly in buckets of 20 min");
  expect(askedText({ source: "metrics", bucket_seconds: null })).toBe("measurements");
  expect(askedText({ source: "minutes", bucket_seconds: "-1" })).toBe("the source “minutes” in buckets of “-1”");
});

test("what is shown instead is named like any resolution", () => {
  expect(insteadText({ source: "aggregates_hourly", bucket_seconds: 7200 })).toBe(
    "Shown instead: hourly in 2 h buckets, chosen automatically.",
  );
});
