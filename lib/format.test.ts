import { describe, expect, it } from "vitest";
import { largestPart } from "./units.ts";
import {
  bytesQuantity,
  changeText,
  countQuantity,
  durationQuantity,
  fixed,
  formatBytes,
  formatCount,
  formatDuration,
  formatLatency,
  formatPercent,
  formatRecentTime,
  formatShare,
  formatTime,
  formatTimeSeconds,
  latencyQuantity,
  NO_MEASUREMENT,
  percentQuantity,
  significant,
} from "./format.ts";

const nbsp = "\u00a0";

describe("significant", () => {
  it.each([
    [0, "0"],
    [7, "7"],
    [21, "21"],
    [61.34, "61.3"],
    [240.1, "240"],
    [1234.5, "1,230"],
    [0.0045, "0.00450"],
    [-2.149, "\u22122.15"],
    [9.999, "10.0"],
  ])("%d is %s", (value, text) => expect(significant(value)).toBe(text));
});

describe("fixed", () => {
  it("writes a true minus, and none before a zero", () => {
    expect(fixed(-2.14, 1)).toBe("\u22122.1");
    expect(fixed(-0.02, 1)).toBe("0.0");
  });
});

describe("latency", () => {
  it("keeps three digits", () => {
    expect(formatLatency(41.23)).toBe(`41.2${nbsp}ms`);
    expect(formatLatency(21)).toBe(`21.0${nbsp}ms`);
    expect(formatLatency(240.1)).toBe(`240${nbsp}ms`);
    expect(formatLatency(1234)).toBe(`1,230${nbsp}ms`);
    expect(formatLatency(0.4567)).toBe(`0.457${nbsp}ms`);
  });
  it("takes fixed decimals for columns", () => expect(latencyQuantity(240.14, 1).value).toBe("240.1"));
  it("is never 0 without a reply", () => {
    expect(latencyQuantity(null)).toEqual(NO_MEASUREMENT);
    expect(latencyQuantity(undefined).spoken).toBe("no measurement");
    expect(latencyQuantity(Number.NaN).value).toBe("–");
  });
});

describe("percent", () => {
  it.each([
    [100, "100"],
    [99.997, "99.99"],
    [99.9, "99.9"],
    [97.2, "97.2"],
    [2.8, "2.80"],
    [0.003, "<0.01"],
    [0, "0"],
  ])("%d reads %s", (pct, text) => expect(percentQuantity(pct).value).toBe(text));
  it.each([
    [100, "100.00"],
    [99.999, "99.99"],
    [97.2, "97.20"],
    [0.004, "<0.01"],
    [0, "0.00"],
  ])("%d in a column reads %s", (pct, text) => expect(percentQuantity(pct, 2).value).toBe(text));
  it("tells a share", () => {
    expect(formatShare(0.9941)).toBe(`99.4${nbsp}%`);
    expect(formatShare(1.02)).toBe(`102${nbsp}%`);
    expect(formatShare(null)).toBe("–");
  });
  it("speaks", () => expect(percentQuantity(0.003).spoken).toBe("less than 0.01 percent"));
  it("keeps the unit with the figure", () => expect(formatPercent(2.8)).toBe(`2.80${nbsp}%`));
});

describe("bytes", () => {
  it.each([
    [0, "0", "B"],
    [512, "512", "B"],
    [1000, "0.977", "KiB"],
    [16_384, "16.0", "KiB"],
    [1_363_652_608, "1.27", "GiB"],
    [1023 * 1024 * 1024, "0.999", "GiB"],
  ])("%d", (bytes, value, unit) => expect(bytesQuantity(bytes)).toMatchObject({ value, unit }));
  it("is unknown, not zero", () => expect(formatBytes(null)).toBe("–"));
});

describe("counts", () => {
  it("are exact below a million", () => expect(formatCount(408_085)).toBe("408,085"));
  it("take three digits above", () => expect(formatCount(129_600_000)).toBe(`130${nbsp}M`));
  it("say that they are rounded", () => expect(countQuantity(1_270_000).spoken).toBe("about 1.27 M"));
});

describe("durations", () => {
  it.each([
    [0, `0${nbsp}s`],
    [0.25, `250${nbsp}ms`],
    [9.9, `9${nbsp}s`],
    [250, `4${nbsp}min`],
    [7200, `2${nbsp}h`],
    [200_000, `2${nbsp}d`],
  ])("%d s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
  it.each([0, 0.0004, 0.25, 0.9996, 1.9, 59.99, 60, 299.9, 3600, 7199, 86_399, 86_400, 900_000])(
    "%d s are told as their largest part is",
    (seconds) => {
      expect(formatDuration(largestPart(seconds))).toBe(formatDuration(seconds));
      expect(largestPart(largestPart(seconds))).toBe(largestPart(seconds));
    },
  );
  it("gives two parts when asked", () => {
    expect(formatDuration(11_520, 2)).toBe(`3${nbsp}h 12${nbsp}min`);
    expect(formatDuration(10_800, 2)).toBe(`3${nbsp}h`);
    expect(durationQuantity(11_520, 2).spoken).toBe("3 hours 12 minutes");
  });
});

describe("times", () => {
  const instant = "2026-11-22T13:02:07.250Z";
  it("are told in the zone", () => {
    expect(formatTime(instant, "UTC")).toBe("2026-11-22 13:02");
    expect(formatTime(instant, "Europe/Berlin")).toBe("2026-11-22 14:02");
    expect(formatTime(instant, "Pacific/Auckland")).toBe("2026-11-23 02:02");
    expect(formatTimeSeconds(instant, "UTC")).toBe("2026-11-22 13:02:07");
    expect(formatTime(null, "UTC")).toBe("–");
  });
  it("write midnight as 00:00", () => expect(formatTime("2026-11-22T00:00:00Z", "UTC")).toBe("2026-11-22 00:00"));
  it("drop the day when it is the same", () => {
    expect(formatRecentTime(instant, "UTC", "2026-11-22T15:00:00Z")).toBe("13:02");
    expect(formatRecentTime(instant, "UTC", "2026-11-23T01:00:00Z")).toBe("2026-11-22 13:02");
  });
});

it("changes carry their sign", () => {
  expect(changeText(0.4)).toBe("+0.4");
  expect(changeText(-2.1)).toBe("\u22122.1");
  expect(changeText(0.01)).toBe("=");
  expect(changeText(null)).toBe("–");
});
