import { describe, expect, it } from "vitest";
import { coverageLevel, lossLevel, markOf, severityOf, uptimeLevel } from "./levels.ts";
import type { NodeHealth, NodeStatus } from "#lib/model/node.ts";
import { stateCounts } from "./state-counts.ts";

const node = (status: NodeStatus, health: NodeHealth, down_since: string | null = null) => ({
  status,
  health,
  down_since,
});
const SINCE = "2026-11-20T03:12:00Z";

describe("the mark of a node", () => {
  it("tells an outage that lasts before a range's figures, and silence before what is not known any more", () => {
    expect(markOf(node("online", "bad", SINCE))).toBe("down");
    expect(markOf(node("late", "good", SINCE))).toBe("down");
    expect(markOf(node("silent", "bad", SINCE))).toBe("silent");
  });
  it("tells a silent probe before what its last measurements said", () => {
    expect(markOf(node("silent", "bad"))).toBe("silent");
    expect(markOf(node("never", "unknown"))).toBe("never");
  });
  it("tells bad figures before lateness, and lateness before degraded ones", () => {
    expect(markOf(node("late", "bad"))).toBe("bad");
    expect(markOf(node("late", "degraded"))).toBe("late");
    expect(markOf(node("online", "degraded"))).toBe("degraded");
    expect(markOf(node("online", "good"))).toBe("online");
  });
  it("orders trouble first", () => {
    const bad = severityOf(node("online", "bad"));
    expect(bad).toBeLessThan(severityOf(node("silent", "good")));
    expect(severityOf(node("online", "good"))).toBeLessThan(severityOf(node("never", "unknown")));
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
    node("online", "bad"),
    node("online", "good"),
    node("silent", "unknown"),
    node("online", "good", SINCE),
  ]);
  expect(Object.fromEntries(counts.map(({ state, count }) => [state, count]))).toEqual({
    online: 3,
    late: 0,
    silent: 1,
    never: 0,
    degraded: 0,
    bad: 1,
    down: 1,
  });
});
