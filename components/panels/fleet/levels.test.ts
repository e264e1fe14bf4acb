import { describe, expect, it } from "vitest";
import { coverageLevel, lossLevel, markOf, severityOf, uptimeLevel } from "./levels.ts";
import { stateCounts } from "./state-counts.ts";

describe("the mark of a node", () => {
  it("tells a silent probe before what its last measurements said", () => {
    expect(markOf({ status: "silent", health: "bad" })).toBe("silent");
    expect(markOf({ status: "never", health: "unknown" })).toBe("never");
  });
  it("tells bad figures before lateness, and lateness before degraded ones", () => {
    expect(markOf({ status: "late", health: "bad" })).toBe("bad");
    expect(markOf({ status: "late", health: "degraded" })).toBe("late");
    expect(markOf({ status: "online", health: "degraded" })).toBe("degraded");
    expect(markOf({ status: "online", health: "good" })).toBe("online");
  });
  it("orders trouble first", () => {
    const bad = severityOf({ status: "online", health: "bad" });
    expect(bad).toBeLessThan(severityOf({ status: "silent", health: "good" }));
    expect(severityOf({ status: "online", health: "good" })).toBeLessThan(
      severityOf({ status: "never", health: "unknown" }),
    );
  });
});

describe("levels of figures", () => {
  it("leave good and unknown unmarked", () => {
    expect([lossLevel(0), lossLevel(null), uptimeLevel(100), coverageLevel(1)]).toEqual(Array(4).fill(undefined));
  });
  it("mark trouble", () => {
    expect([lossLevel(1), lossLevel(5), uptimeLevel(99.5), uptimeLevel(90)]).toEqual([
      "degraded",
      "bad",
      "degraded",
      "bad",
    ]);
    expect([coverageLevel(0.71), coverageLevel(0.2)]).toEqual(["degraded", "bad"]);
  });
});

it("counts a node under its status and under bad figures", () => {
  const counts = stateCounts([
    { status: "online", health: "bad" },
    { status: "online", health: "good" },
    { status: "silent", health: "unknown" },
  ]);
  expect(Object.fromEntries(counts.map(({ state, count }) => [state, count]))).toEqual({
    online: 2,
    late: 0,
    silent: 1,
    never: 0,
    degraded: 0,
    bad: 1,
  });
});
