import { describe, expect, it } from "vitest";
import { describeJob, intervalWords, jobKind } from "./job-words.ts";

const OWN = "_timescaledb_functions";
const job = (proc_name: string, config: Record<string, unknown> | null, target: string | null = "metrics") =>
  describeJob({ proc_schema: OWN, proc_name, config, target });

describe("intervalWords", () => {
  it.each([
    ["3 days", "3 days"],
    ["1 day", "1 day"],
    ["01:00:00", "1 hour"],
    ["12:30:00", "12 hours 30 minutes"],
    ["00:00:01.5", "1.5 seconds"],
    ["1 year 2 mons 1 day 00:05:00", "1 year 2 months 1 day 5 minutes"],
    ["-01:00:00", "-1 hour"],
    ["-7 days", "-7 days"],
    ["00:00:00", "0 seconds"],
    ["P3D", "P3D"],
    ["@ 3 hours", "@ 3 hours"],
  ])("%s is %s", (interval, words) => {
    expect(intervalWords(interval)).toBe(words);
  });

  it("leaves a number of a hypertable on integers as it is", () => {
    expect(intervalWords(1000)).toBe("1000");
  });
});

describe("describeJob", () => {
  it("tells compression and retention by age or by creation", () => {
    expect(job("policy_compression", { compress_after: "3 days" })).toBe("compress chunks older than 3 days");
    expect(job("policy_compression", { compress_created_before: "01:00:00" })).toBe(
      "compress chunks created more than 1 hour ago",
    );
    expect(job("policy_retention", { drop_after: "90 days" })).toBe("drop chunks older than 90 days");
    expect(job("policy_retention", { drop_after: 5000 })).toBe("drop chunks older than 5000");
    expect(job("policy_compression", null)).toBe("compress chunks");
  });

  it("tells the window of a refresh, open ends included", () => {
    const config = { start_offset: "3 days", end_offset: "01:00:00" };
    const target = "aggregates_hourly";
    expect(job("policy_refresh_continuous_aggregate", config, target)).toBe(
      "refresh aggregates_hourly from 3 days to 1 hour before now",
    );
    expect(job("policy_refresh_continuous_aggregate", { ...config, start_offset: null }, target)).toBe(
      "refresh aggregates_hourly from its beginning to 1 hour before now",
    );
    expect(job("policy_refresh_continuous_aggregate", { ...config, end_offset: null }, target)).toBe(
      "refresh aggregates_hourly from 3 days before now to its end",
    );
    expect(job("policy_refresh_continuous_aggregate", null, null)).toBe(
      "refresh a continuous aggregate from its beginning to its end",
    );
  });

  it("tells the others", () => {
    expect(job("policy_reorder", { index_name: "idx_metrics_time" })).toBe("reorder chunks by index idx_metrics_time");
    expect(job("policy_job_stat_history_retention", {})).toBe("drop old entries of the job history");
    expect(job("policy_of_the_future", {})).toBe(`call ${OWN}.policy_of_the_future`);
    expect(describeJob({ proc_schema: "public", proc_name: "policy_retention", config: null, target: null })).toBe(
      "call public.policy_retention",
    );
  });
});

it("knows a user's procedure from TimescaleDB's own", () => {
  expect(jobKind(OWN, "policy_compression")).toBe("compression");
  expect(jobKind("_timescaledb_internal", "policy_retention")).toBe("retention");
  expect(jobKind(OWN, "policy_job_stat_history_retention")).toBe("other");
  expect(jobKind("public", "policy_compression")).toBe("user");
});
