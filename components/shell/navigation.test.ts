import { describe, expect, it, test } from "vitest";
import { navigationFor, navigationOf, subpageOf } from "./navigation.ts";
import { keptSearch, parseAsTimeZone } from "./search-params.ts";

describe("where am I", () => {
  it.each([
    ["/", "Fleet", undefined],
    ["/nodes/3b1f", "Fleet", "Node"],
    ["/compare", "Compare", undefined],
    ["/storage", "Storage", undefined],
    ["/storage/metrics", "Storage", "metrics"],
    ["/storage/my%20table", "Storage", "my table"],
    ["/settings/tokens", "Settings", "Tokens"],
    ["/nowhere", undefined, undefined],
  ])("%s", (pathname, page, subpage) => {
    expect(navigationOf(pathname)?.label).toBe(page);
    expect(subpageOf(pathname)).toBe(subpage);
  });
});

test.each([
  ["viewer", false],
  ["operator", false],
  ["admin", true],
] as const)("the rail of a person: %s", (role, settings) => {
  expect(navigationFor(role).some(({ label }) => label === "Settings")).toBe(settings);
});

describe("the URL from page to page", () => {
  it("keeps range and zone, and nothing else", () => {
    expect(keptSearch({ range: "7d", tz: "UTC", from: null })).toBe("?range=7d&tz=UTC");
    expect(keptSearch({})).toBe("");
  });
  it("takes an unknown zone as not given", () => {
    expect(parseAsTimeZone.parse("utc")).toBe("UTC");
    expect(parseAsTimeZone.parse("Europe/Berlin")).toBe("Europe/Berlin");
    expect(parseAsTimeZone.parse("Mars/Olympus")).toBeNull();
  });
});
