import { afterEach, describe, expect, it, vi } from "vitest";
import {
  fromLocalField,
  isTimeZone,
  offsetLabel,
  offsetMinutes,
  toLocalField,
  wallClock,
  zoneLabel,
} from "./time-zone.ts";

const winter = Date.parse("2026-11-22T13:02:07.250Z");
const summer = Date.parse("2026-07-01T13:02:00Z");

describe("zones", () => {
  it("are known by their IANA name", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("UTC")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
    expect(isTimeZone("")).toBe(false);
    expect(isTimeZone("Europe/Berlin; drop")).toBe(false);
  });

  it("have the offset of the instant", () => {
    expect(offsetMinutes(winter, "Europe/Berlin")).toBe(60);
    expect(offsetMinutes(summer, "Europe/Berlin")).toBe(120);
    expect(offsetMinutes(winter, "Asia/Kolkata")).toBe(330);
    expect(offsetMinutes(winter, "America/St_Johns")).toBe(-210);
    expect(offsetMinutes(winter, "UTC")).toBe(0);
  });

  it("are named with it", () => {
    expect(zoneLabel(winter, "Europe/Berlin")).toBe("UTC+1 Europe/Berlin");
    expect(zoneLabel(summer, "Europe/Berlin")).toBe("UTC+2 Europe/Berlin");
    expect(offsetLabel(winter, "Asia/Kolkata")).toBe("UTC+5:30");
    expect(offsetLabel(winter, "America/St_Johns")).toBe("UTC\u22123:30");
    expect(zoneLabel(winter, "America/New_York")).toBe("UTC\u22125 America/New York");
    expect(zoneLabel(winter, "UTC")).toBe("UTC");
  });
});

describe("datetime fields", () => {
  it("go to the zone and back", () => {
    const minute = Date.parse("2026-11-22T13:02:00Z");
    for (const zone of ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Auckland"]) {
      expect(fromLocalField(toLocalField(minute, zone), zone)).toBe(minute);
    }
    expect(toLocalField(minute, "Europe/Berlin")).toBe("2026-11-22T14:02");
  });

  it("take a space, one digit of the hour, seconds, and a day alone", () => {
    expect(fromLocalField(" 2026-11-22 9:05 ", "UTC")).toBe(Date.parse("2026-11-22T09:05:00Z"));
    expect(fromLocalField("2026-11-22 9:05:30", "UTC")).toBe(Date.parse("2026-11-22T09:05:30Z"));
    expect(fromLocalField("2026-11-22", "Europe/Berlin")).toBe(Date.parse("2026-11-21T23:00:00Z"));
  });

  it("take the first of an hour that happens twice", () =>
    expect(fromLocalField("2026-10-25T02:30", "Europe/Berlin")).toBe(Date.parse("2026-10-25T00:30:00Z")));

  it("count on over an hour that is skipped", () =>
    expect(fromLocalField("2026-03-29T02:30", "Europe/Berlin")).toBe(Date.parse("2026-03-29T01:30:00Z")));

  it("are null when they cannot be read", () => {
    expect(fromLocalField("", "UTC")).toBeNull();
    expect(fromLocalField("tomorrow", "UTC")).toBeNull();
    expect(fromLocalField("2026-13-40T10:00", "UTC")).toBeNull();
    expect(fromLocalField("2026-02-31 10:00", "UTC")).toBeNull();
    expect(fromLocalField("2026-11-22 25:00", "UTC")).toBeNull();
  });
});

describe("a runtime that tells its own zone", () => {
  const before = process.env["TZ"];
  afterEach(() => {
    vi.unstubAllGlobals();
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });

  it.each(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])(
    "has the same clock in %s as any other, over both changes of the year",
    (zone) => {
      const start = Date.parse("2026-01-01T00:00:30Z");
      const times = Array.from({ length: 365 * 4 }, (_, at) => start + at * 6 * 3_600_000 + (at % 60) * 60_000);
      const others = times.map((ms) => wallClock(ms, zone));
      process.env["TZ"] = zone;
      vi.stubGlobal("Temporal", { Now: { timeZoneId: () => zone } });
      const format = vi.spyOn(Intl.DateTimeFormat.prototype, "formatToParts");
      expect(times.map((ms) => wallClock(ms, zone))).toEqual(others);
      expect(format).not.toHaveBeenCalled();
      format.mockRestore();
    },
  );
});
