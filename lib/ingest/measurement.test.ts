import { describe, expect, test } from "vitest";
import { limitsAt, type LineError, type Measurement, type RawMeasurement, validate } from "./measurement.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const limits = limitsAt(NOW);
const good = { time: "2026-11-22T11:00:00Z", node_name: "a", latency_ms: "12.5", uptime_pct: "100", packet_loss: "0" };

const accept = (raw: RawMeasurement): Measurement => {
  const result = validate({ ...good, ...raw }, 7, limits);
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  return result;
};

const refuse = (raw: RawMeasurement): LineError[] => {
  const result = validate({ ...good, ...raw }, 7, limits);
  if (!Array.isArray(result)) throw new Error(`accepted: ${JSON.stringify(result)}`);
  return result;
};

describe("what is accepted", () => {
  test("a whole row", () => {
    expect(accept({ region: " eu " })).toEqual({
      time: Date.UTC(2026, 10, 22, 11),
      node_name: "a",
      region: "eu",
      latency_ms: 12.5,
      uptime_pct: 100,
      packet_loss: 0,
    });
  });

  test("empty region and loss are null", () => {
    expect(accept({ region: "  ", packet_loss: "" })).toMatchObject({ region: null, packet_loss: null });
    expect(accept({ region: undefined, packet_loss: null })).toMatchObject({ region: null, packet_loss: null });
  });

  test("without a reply latency is null, never a figure", () => {
    expect(accept({ latency_ms: "5", uptime_pct: "0" }).latency_ms).toBeNull();
    expect(accept({ latency_ms: "5", packet_loss: "100" }).latency_ms).toBeNull();
    expect(accept({ latency_ms: "", uptime_pct: "50" })).toMatchObject({ latency_ms: null, uptime_pct: 50 });
  });

  test("uptime that is not given follows from the reply", () => {
    expect(accept({ uptime_pct: "" }).uptime_pct).toBe(100);
    expect(accept({ uptime_pct: undefined, latency_ms: "" }).uptime_pct).toBe(0);
    expect(accept({ uptime_pct: "", packet_loss: "100" })).toMatchObject({ uptime_pct: 0, latency_ms: null });
  });

  test.each(["1", "1.", ".5", "+1.5", "1e3", "5.9999e5", 0.001, " 2 "])("latency %s", (latency_ms) => {
    expect(accept({ latency_ms }).latency_ms).toBe(Number(latency_ms));
  });

  test("a name of 200 characters, counted as people count them", () => {
    expect(accept({ node_name: "🛰".repeat(200) }).node_name).toHaveLength(400);
    expect(accept({ node_name: "München-1" }).node_name).toBe("München-1");
  });

  test("a time up to five minutes ahead", () => {
    expect(accept({ time: NOW + 5 * 60_000 }).time).toBe(NOW + 5 * 60_000);
  });

  test("a percentage too small for the column is 0", () => {
    expect(accept({ packet_loss: "1e-60" }).packet_loss).toBe(0);
  });
});

describe("what is refused, by field", () => {
  test.each([
    [
      "latency_ms",
      ["0", "-1", "600000", "599999.999", "1e-60", "NaN", "nan", "Infinity", "-inf", "0x10", "1,5", "1_000"],
    ],
    ["latency_ms", ["12ms", "1e", "--1", "1e999", "٣", true, {}, [], Number.NaN, Number.POSITIVE_INFINITY]],
    ["uptime_pct", ["-0.001", "100.00001", "101", "up", "NaN", "1e3", "100%"]],
    ["packet_loss", ["-1", "100.1", "none", "Infinity", "0b1"]],
    [
      "node_name",
      ["", "   ", null, undefined, "x".repeat(201), "a\u0000b", "a\tb", "a\nb", "\uFFFD", "\uD800", "a\u2028b", 5],
    ],
    ["region", ["x".repeat(101), "a\u0007", "\uFFFD", 5, {}]],
    ["time", ["2026-11-22T12:05:00.001Z", "2099-01-01T00:00:00Z", "2026-11-22T11:00:00", "", null, "now"]],
  ] as [keyof RawMeasurement, unknown[]][])("%s", (field, values) => {
    for (const value of values) {
      const errors = refuse({ [field]: value });
      expect({ value, fields: errors.map((error) => error.field) }).toEqual({ value, fields: [field] });
      expect(errors[0]?.line).toBe(7);
      expect(errors[0]?.message).toMatch(new RegExp(`^${field} `));
    }
  });

  test("every wrong field of a line is named, with value and limit", () => {
    const errors = refuse({ latency_ms: "700000", uptime_pct: "120", node_name: "" });
    expect(errors.map((error) => error.message)).toEqual([
      "node_name is empty; it must have 1 to 200 characters.",
      'latency_ms is "700000"; it must be a number above 0 and below 600000, or empty when no reply came.',
      'uptime_pct is "120"; it must be a number from 0 to 100, or empty.',
    ]);
  });

  test("a message shows a bounded part of a value", () => {
    expect(refuse({ packet_loss: "9".repeat(50_000) })[0]?.message.length).toBeLessThan(150);
  });
});
