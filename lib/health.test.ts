import { describe, expect, test } from "vitest";
import { nodeHealth, nodeStatus } from "./health.ts";

describe("status and health", () => {
  test.each([
    [null, "never"],
    [0, "online"],
    [120, "online"],
    [121, "late"],
    [600, "late"],
    [601, "silent"],
  ])("age %s s at a minute is %s", (age, status) => expect(nodeStatus(age, 60)).toBe(status));

  const good = { measurement_count: 60, packet_loss: 0, latency_ms_p95: 40, uptime_pct: 100 };
  test("the worst figure decides", () => {
    expect(nodeHealth(good)).toBe("good");
    expect(nodeHealth({ ...good, packet_loss: 1 })).toBe("degraded");
    expect(nodeHealth({ ...good, packet_loss: 1, uptime_pct: 90 })).toBe("bad");
    expect(nodeHealth({ ...good, latency_ms_p95: 1000 })).toBe("bad");
  });
  test("unknown loss is not loss, and no measurement is not health", () => {
    expect(nodeHealth({ ...good, packet_loss: null })).toBe("good");
    expect(nodeHealth({ ...good, measurement_count: 0 })).toBe("unknown");
  });
});
