import { expect, test } from "vitest";
import { calmOf } from "./lifecycle-words.ts";
import type { LifecycleAggregate, LifecycleEdge } from "./model/lifecycle.ts";

const edge = (scheduled: boolean): LifecycleEdge => ({ kind: "retention", at_ms: 0, after_seconds: 1, scheduled });
const aggregate = (refreshed: boolean): LifecycleAggregate => ({
  view_name: "hourly",
  own: false,
  real_time: true,
  from_ms: null,
  until_ms: null,
  window: null,
  refreshed,
  holes: [],
});

test("policies that see to it are told apart from none, and from those that do not run", () => {
  expect(calmOf({ edges: [edge(true)], aggregates: [aggregate(true)] })).toEqual({
    kept: true,
    text: "Nothing collides: every chunk is where its policies want it, and every bucket is refreshed or will be.",
  });
  expect(calmOf({ edges: [], aggregates: [] })).toEqual({
    kept: false,
    text: "No policy compresses or drops its chunks and no aggregate reads it: they stay as they are.",
  });
  expect(calmOf({ edges: [], aggregates: [aggregate(true)] })).toMatchObject({ kept: false });
  expect(calmOf({ edges: [edge(false)], aggregates: [] }).text).toContain("its policies do not run");
  expect(calmOf({ edges: [edge(true), edge(false)], aggregates: [] }).text).toContain("one of its policies");
  expect(calmOf({ edges: [edge(true)], aggregates: [aggregate(false)] })).toMatchObject({
    kept: false,
    text: "Nothing collides: every chunk is where its policies want it, and no policy refreshes hourly.",
  });
});
