import { describe, expect, it } from "vitest";
import { durationText, findBytes, readScenario, readScenarioText, sizeText } from "./capacity-scenario.ts";
import type { CapacityBasis } from "./model/capacity.ts";

const DAY = 86_400;
const basis: CapacityBasis = {
  as_of: "2026-11-25T00:00:00.000Z",
  database_bytes: 1,
  disk_bytes: null,
  node_count: 22,
  interval_seconds: 60,
  rows_per_node_day: null,
  days: null,
  hot_bytes_per_row: null,
  warm_bytes_per_row: null,
  stores: [],
  other_bytes: 0,
  other_bytes_per_day: null,
};

describe("readScenario", () => {
  it("is as things are when nothing is asked", () => {
    expect(readScenario(basis, { nodes: null, disk: "" })).toEqual({
      scenario: {
        nodes: 22,
        interval_seconds: 60,
        chunk_seconds: 7 * DAY,
        compress_after_seconds: null,
        retain_seconds: null,
        disk_bytes: null,
        until_ms: Date.parse("2027-11-25T00:00:00Z"),
      },
      errors: {},
    });
  });

  it("takes the disk that is configured, unless another is asked for", () => {
    const configured = { ...basis, disk_bytes: 1.5 * 2 ** 40 };
    expect(readScenario(configured, {}).scenario.disk_bytes).toBe(1.5 * 2 ** 40);
    expect(readScenario(configured, { disk: "2TB" }).scenario.disk_bytes).toBe(2e12);
    for (const text of ["1536GiB", "500GB", "1TiB", "1.5MiB"])
      expect(findBytes(sizeText(findBytes(text)!))).toBe(findBytes(text));
    expect(sizeText(1.5 * 2 ** 40)).toBe("1536GiB");
  });

  it("reads every field", () => {
    const text = {
      nodes: "1000",
      interval: "30s",
      compress: "12h",
      retain: "never",
      chunk: "1d",
      disk: "1.5TiB",
      until: "2027-03-01",
    };
    expect(readScenario(basis, text).scenario).toEqual({
      nodes: 1000,
      interval_seconds: 30,
      chunk_seconds: DAY,
      compress_after_seconds: DAY / 2,
      retain_seconds: null,
      disk_bytes: 1.5 * 2 ** 40,
      until_ms: Date.parse("2027-03-01T00:00:00Z"),
    });
    expect(readScenario(basis, { disk: "2 tb", until: "90d" }).scenario).toMatchObject({
      disk_bytes: 2e12,
      until_ms: Date.parse("2027-02-23T00:00:00Z"),
    });
  });

  it.each([
    [{ nodes: "0" }, 'nodes is "0"; it must be a whole number from 1 to 1,000,000.'],
    [{ nodes: "1e3" }, 'nodes is "1e3"; it must be a whole number from 1 to 1,000,000.'],
    [{ interval: "0s" }, "interval is 0s; it must be 1s to 1d."],
    [{ interval: "fast" }, 'interval is "fast"; write a duration like 60s (1s to 1d).'],
    [{ compress: "30min" }, "compress is 30min; it must be 1h to 3650d, or never."],
    [{ retain: "9999d" }, "retain is 9999d; it must be 1h to 3650d, or never."],
    [{ chunk: "never" }, 'chunk is "never"; write a duration like 7d (1h to 365d).'],
    [{ chunk: "366d" }, "chunk is 366d; it must be 1h to 365d."],
    [{ disk: "500" }, 'disk is "500"; write a size like 500GiB or 2TB (1MiB to 1024TiB).'],
    [{ disk: "0GB" }, "disk is 0GB; it must be 1MiB to 1024TiB."],
    [{ until: "2020-01-01" }, "until is 2020-01-01; it must be 1 to 3,650 days from now."],
    [{ until: "3651d" }, "until is 3651d; it must be 1 to 3,650 days from now."],
    [{ until: "soon" }, 'until is "soon"; write a time like 2026-11-22T13:00:00Z or a day like 2026-11-22.'],
  ])("refuses %j by its field and limit, and goes on as things are", (text, message) => {
    const { scenario, errors } = readScenario(basis, text);
    const [field] = Object.keys(text);
    expect(Object.entries(errors).map(([name, error]) => [name, error.field, error.message])).toEqual([
      [field, field, message],
    ]);
    expect(scenario).toEqual(readScenario(basis, {}).scenario);
  });

  it("takes a parameter once", () => {
    expect(() => readScenarioText({ nodes: ["1", "2"] })).toThrow("nodes may be given once.");
  });
});

it.each([
  [259_200, "3d"],
  [43_200, "12h"],
  [60, "1min"],
  [90, "90s"],
  [61.5, "61.5s"],
  [null, "never"],
])("writes %s seconds as %s, as it is read", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
