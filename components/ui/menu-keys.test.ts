import { describe, expect, it } from "vitest";
import { nextEntry } from "./menu-keys.ts";

const NAMES = ["Show as table", "Show its SQL", "Save as CSV"];
const go = (key: string, at: number, typed = "") => nextEntry(key, at, NAMES, typed);

describe("keys of a menu", () => {
  it("move by arrows, round the ends", () => {
    expect([go("ArrowDown", -1), go("ArrowDown", 0), go("ArrowDown", 2)]).toEqual([0, 1, 0]);
    expect([go("ArrowUp", -1), go("ArrowUp", 0), go("ArrowUp", 2)]).toEqual([2, 2, 1]);
  });
  it("move to the ends", () => {
    expect([go("Home", 2), go("End", 0)]).toEqual([0, 2]);
  });
  it("find an entry by its first letters, the next one first", () => {
    expect([go("s", 0, "s"), go("s", 1, "s"), go("s", 2, "s")]).toEqual([1, 2, 0]);
    expect(go("a", 0, "sa")).toBe(2);
    expect(go("x", 0, "x")).toBeUndefined();
  });
  it("leave other keys, and a menu without entries, alone", () => {
    expect([go("F5", 0), nextEntry("ArrowDown", -1, [], "")]).toEqual([undefined, undefined]);
  });
});
