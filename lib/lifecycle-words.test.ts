import { expect, test } from "vitest";
import { calmOf, coverageText } from "./lifecycle-words.ts";
import type { LifecycleAggregate, LifecycleEdge } from "./model/lifecycle.ts";

const edge = (scheduled: boolean, due: string | null = null): LifecycleEdge => ({
  kind: "retention",
  at_ms: 0,
  after_seconds: 1,
  scheduled,
  due,
});
const aggregate = (refreshed: boolean, change: Partial<LifecycleAggregate> = {}): LifecycleAggregate => ({
  view_name: "hourly",
  own: false,
  real_time: true,
  from_ms: null,
  until_ms: 0,
  materialized_state: "known",
  window: refreshed ? { from_ms: null, to_ms: 0 } : null,
  refreshed,
  holes: [],
  ...change,
});

test("policies that see to it are told apart from none, and from those that do not run", () => {
  expect(calmOf({ edges: [edge(true)], aggregates: [aggregate(true)] })).toEqual({
    kept: true,
    text: "Nothing collides: every chunk is where its policies want it, and every bucket is refreshed or will be.",
  });
  expect(calmOf({ edges: [], aggregates: [] })).toEqual({
    kept: false,
    text: "There is nothing to collide: no policy compresses or drops its chunks, and no aggregate reads it.",
  });
  expect(calmOf({ edges: [edge(true, "2 chunks due, dropped with the next run")], aggregates: [] }).text).toBe(
    "Nothing collides: 2 chunks due, dropped with the next run, and no aggregate reads it.",
  );
  expect(calmOf({ edges: [], aggregates: [aggregate(true)] })).toMatchObject({ kept: false });
  expect(calmOf({ edges: [edge(false)], aggregates: [] }).text).toContain("its policies do not run");
  expect(calmOf({ edges: [edge(true), edge(false)], aggregates: [] }).text).toContain("one of its policies");
  expect(calmOf({ edges: [edge(true)], aggregates: [aggregate(false)] })).toMatchObject({
    kept: false,
    text: "Nothing collides: every chunk is where its policies want it, and no policy refreshes hourly.",
  });
});

test("without any policy there is nothing to collide, also below an aggregate", () => {
  expect(calmOf({ edges: [], aggregates: [aggregate(false)] })).toEqual({
    kept: false,
    text: "There is nothing to collide: no policy compresses or drops its chunks, and no policy refreshes hourly.",
  });
});

test("what this role may not read is not called refreshed, nor empty", () => {
  const hidden = aggregate(true, { materialized_state: "not_permitted", until_ms: null, holes: null });
  const calm = calmOf({ edges: [edge(true)], aggregates: [hidden] });
  expect(calm.kept).toBe(false);
  expect(calm.text).toBe(
    "Nothing that can be seen collides: every chunk is where its policies want it, and what hourly has and lacks is not known: this role may not read it.",
  );
  expect(coverageText(hidden, 0)).toContain("not permitted to see what it has");
  const silent = aggregate(true, { materialized_state: "not_available", until_ms: null, holes: null });
  expect(coverageText(silent, 0)).toContain("this server does not tell");
  const empty = aggregate(true, { materialized_state: "nothing", until_ms: null, holes: null });
  expect(coverageText(empty, 0)).toMatch(/^nothing materialized · refreshed from the beginning/);
  expect(calmOf({ edges: [edge(true)], aggregates: [empty] }).kept).toBe(true);
});
