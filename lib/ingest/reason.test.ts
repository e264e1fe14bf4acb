import { expect, test } from "vitest";
import { parsers } from "./format.ts";
import { countedField, reasonOf } from "./reason.ts";
import { NOW, options, parseAll } from "./testing.ts";

const limits = {
  latest_time: NOW + 300_000,
  earliest_time: NOW - 86_400_000,
  allows_node: (name: string) => name !== "other",
};
const TIME = "2026-11-22T11:00:00Z";
const of = (more: object) => JSON.stringify({ time: TIME, node_name: "a", latency_ms: 1, ...more });

test.each([
  ["time", "too_old", of({ time: "2020-01-01T00:00:00Z" })],
  ["time", "ahead", of({ time: "2026-11-22T13:00:00Z" })],
  ["time", "bad_time", of({ time: "yesterday" })],
  ["time", "missing", of({ time: "" })],
  ["node_name", "missing", of({ node_name: "" })],
  ["node_name", "too_long", of({ node_name: "x".repeat(201) })],
  ["node_name", "not_text", of({ node_name: "a\u0000" })],
  ["node_name", "not_allowed", of({ node_name: "other" })],
  ["latency_ms", "out_of_range", of({ latency_ms: -1 })],
  ["latency_ms", "out_of_range", of({ latency_ms: 600_001 })],
  ["latency_ms", "wrong_type", of({ latency_ms: "fast" })],
  ["latency_ms", "wrong_type", of({ latency_ms: true })],
  ["packet_loss", "out_of_range", of({ packet_loss: 101 })],
  ["other", "unknown_field", of({ colour: "red" })],
  ["line", "malformed", '{"time":'],
])("%s: %s", (field, reason, text) => {
  const { errors } = parseAll(parsers.ndjson(limits, options), text);
  expect(errors.map((error) => [countedField(error.field), reasonOf(error)])).toEqual([[field, reason]]);
});

test.each([
  ["m,node_name=a latency_ms=x 1", "malformed"],
  ["m,node_name=a colour=1", "missing"],
  ["m latency_ms=1", "missing"],
  [`m,node_name=a latency_ms=1 1`, "too_old"],
])("line protocol: %s is %s", (text, reason) => {
  const { errors } = parseAll(parsers.influx(limits, options), text);
  expect(errors.map(reasonOf)).toEqual([reason]);
});

test.each([
  ["-1", "out_of_range"],
  ["fast", "not_a_number"],
])("CSV: a latency of %s is %s", (latency_ms, reason) => {
  const { errors } = parseAll(parsers.csv(limits, options), `time,node_name,latency_ms\n${TIME},a,${latency_ms}`);
  expect(errors.map(reasonOf)).toEqual([reason]);
});
