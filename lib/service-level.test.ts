import { describe, expect, test } from "vitest";
import { FiberError } from "./errors.ts";
import { accountingParams, addCounts, judge, outsideMaintenance, parseAccounting, periodsOf } from "./service-level.ts";

const field = (params: Record<string, string | string[]>) => {
  try {
    parseAccounting(params);
  } catch (error) {
    return error instanceof FiberError ? error.field : error;
  }
  return "accepted";
};

describe("accounting", () => {
  test("is read from an address and written back", () => {
    const accounting = parseAccounting({
      objective: "99.95",
      silence: "down",
      loss_max: "5",
      maintenance: ["2026-03-02T01:00:00Z/2026-03-02T03:00:00Z", "2026-03-02T02:00:00Z/2026-03-02T04:00:00Z"],
    });
    expect(accounting).toEqual({
      objective_milli: 99_950,
      silence: "down",
      loss_max: 5,
      maintenance: [{ from: "2026-03-02T01:00:00.000Z", to: "2026-03-02T04:00:00.000Z" }],
    });
    const search = accountingParams(accounting);
    expect(parseAccounting({ ...Object.fromEntries(search), maintenance: search.getAll("maintenance") })).toEqual(
      accounting,
    );
  });

  test.each([
    [{ objective: "101" }, "objective"],
    [{ objective: "1e2" }, "objective"],
    [{ objective: ["99", "98"] }, "objective"],
    [{ silence: "maybe" }, "silence"],
    [{ loss_max: "-1" }, "loss_max"],
    [{ maintenance: "2026-03-02" }, "maintenance"],
    [{ maintenance: "2026-03-02/2026-03-01" }, "maintenance"],
    [{ maintenance: Array.from({ length: 51 }, () => "2026-03-01/2026-03-02") }, "maintenance"],
  ])("%j is refused by name", (params, name) => expect(field(params as Record<string, string>)).toBe(name));

  test("what is outside maintenance", () => {
    const at = (minute: number) => new Date(minute * 60_000).toISOString();
    const windows = [
      { from: at(10), to: at(20) },
      { from: at(50), to: at(90) },
    ];
    const minutes = outsideMaintenance(0, 60 * 60_000, windows).map((part) => part.map((ms) => ms / 60_000));
    expect(minutes).toEqual([
      [0, 10],
      [20, 50],
    ]);
    expect(outsideMaintenance(600_000, 1_200_000, windows)).toEqual([]);
  });
});

describe("judge", () => {
  const counts = { received: 990, received_up: 985, missing: 10 };
  const by = (silence: string, objective = "99.5") => judge(counts, parseAccounting({ silence, objective }));

  test("silence as up, down or left out", () => {
    expect(by("up")).toMatchObject({ counted: 1000, up: 995, uptime_pct: 99.5, met: true, budget: 5, budget_left: 0 });
    expect(by("down")).toMatchObject({ counted: 1000, up: 985, uptime_pct: 98.5, met: false, budget_left: -10 });
    expect(by("out")).toMatchObject({ counted: 990, up: 985, met: false, budget: 4.95, budget_left: -0.05 });
  });

  test("the edge of the objective is exact where floating point is not", () => {
    // 999 of 1,000 at 99.9 %: 0.1 % of 1,000 is more than 1 in binary fractions by a hair, or less.
    for (const thousands of [1, 3, 7, 129, 100_003]) {
      const counted = thousands * 1000;
      const met = (up: number) => judge({ received: counted, received_up: up, missing: 0 }, parseAccounting({})).met;
      expect([met(counted - thousands), met(counted - thousands - 1)]).toEqual([true, false]);
    }
  });

  test("nothing that counts is neither met nor missed", () => {
    const none = judge({ received: 0, received_up: 0, missing: 50 }, parseAccounting({}));
    expect([none.uptime_pct, none.met, none.counted]).toEqual([null, null, 0]);
  });

  test("months of more than two months add up to the days", () => {
    const days = Array.from({ length: 90 }, (_, day) => ({
      from: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
      to: "",
      received: 1440,
      received_up: 1440 - day,
      missing: day % 3,
    }));
    const periods = periodsOf(days, (iso) => iso.slice(0, 10));
    expect(periods.map(({ name }) => name)).toEqual(["2026-01", "2026-02", "2026-03"]);
    expect(addCounts(periods.map(({ counts }) => counts))).toEqual(addCounts(days));
    expect(periodsOf(days.slice(0, 2), (iso) => iso.slice(0, 10)).map(({ name }) => name)).toEqual([
      "2026-01-01",
      "2026-01-02",
    ]);
  });
});
