import { describe, expect, it } from "vitest";
import { FiberError } from "./errors.ts";
import { parseRange, RANGES, rangeParams, rangeSeconds, refreshSeconds, resolveRange } from "./range.ts";

const now = new Date("2026-11-22T13:02:07.250Z");

function errorOf(params: Record<string, string | string[]>): FiberError {
  try {
    parseRange(params);
  } catch (error) {
    if (error instanceof FiberError) return error;
  }
  throw new Error("expected a FiberError");
}

describe("a range of the URL", () => {
  it("is 24h when nothing is said", () => expect(parseRange({})).toEqual({ kind: "relative", range: "24h" }));

  it.each(RANGES.map(({ key, seconds }) => [key, seconds] as const))("%s ends now", (key, seconds) => {
    const { from, to } = resolveRange(parseRange({ range: key }), now);
    expect(to).toEqual(now);
    expect((to.getTime() - from.getTime()) / 1000).toBe(seconds);
  });

  it("takes two instants, in any offset, and keeps them in UTC", () => {
    const choice = parseRange({ from: "2026-11-01T01:00:00+01:00", to: "2026-11-02" });
    expect(choice).toEqual({ kind: "fixed", from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" });
    expect(rangeSeconds(choice)).toBe(86_400);
    expect(resolveRange(choice, now).to.toISOString()).toBe("2026-11-02T00:00:00.000Z");
  });

  it("goes to the URL and back", () => {
    for (const params of [{ range: "7d" }, { from: "2026-11-01T00:00:00Z", to: "2026-11-03T00:00:00Z" }]) {
      const choice = parseRange(params);
      expect(parseRange(Object.fromEntries(rangeParams(choice)))).toEqual(choice);
    }
  });
});

describe("a range that cannot be understood is refused by name", () => {
  it.each([
    [{ range: "2w" }, "range", /one of 1h, 6h, 24h, 7d, 30d, 90d/],
    [{ range: "" }, "range", /one of/],
    [{ range: ["1h", "6h"] }, "range", /2 times/],
    [{ range: "1h", from: "2026-11-01", to: "2026-11-02" }, "range", /not both/],
    [{ from: "2026-11-01" }, "to", /without to/],
    [{ to: "2026-11-01" }, "from", /without from/],
    [{ from: "yesterday", to: "2026-11-01" }, "from", /"yesterday"; write a time like/],
    [{ from: "2026-11-01T10:00", to: "2026-11-02" }, "from", /write a time like/],
    [{ from: "2026-02-31", to: "2026-03-05" }, "from", /write a time like/],
    [{ from: "2026-11-02", to: "2026-11-01" }, "to", /later than from/],
    [{ from: "2026-11-02T00:00:00Z", to: "2026-11-02T00:00:30Z" }, "to", /a minute apart/],
    [{ from: "1995-11-02", to: "2026-11-02" }, "to", /ten years/],
    [{ from: "1970-01-01", to: "1970-01-02" }, "from", /before 1990/],
  ])("%o", (params, field, message) => {
    const error = errorOf(params);
    expect(error).toMatchObject({ kind: "invalid_input", field });
    expect(error.message).toMatch(message);
  });
});

describe("refreshing", () => {
  it("is faster for short ranges and stops when a range has ended", () => {
    expect(refreshSeconds(parseRange({ range: "1h" }), now)).toBe(10);
    expect(refreshSeconds(parseRange({ range: "24h" }), now)).toBe(15);
    expect(refreshSeconds(parseRange({ range: "90d" }), now)).toBe(30);
    expect(refreshSeconds(parseRange({ from: "2026-11-01", to: "2026-11-02" }), now)).toBe(false);
    expect(refreshSeconds(parseRange({ from: "2026-11-22", to: "2026-11-23" }), now)).toBe(15);
  });
});
