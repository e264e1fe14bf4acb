import { describe, expect, test } from "vitest";
import { createNdjsonParser } from "./ndjson.ts";
import { createRandom, limits, options, parseAll } from "./testing.ts";

const T = "2026-11-22T11:00:00Z";
const parse = (input: string, sizes?: number[]) => parseAll(createNdjsonParser(limits, options), input, sizes);
const line = (object: Record<string, unknown>) => JSON.stringify({ time: T, node_name: "a", latency_ms: 5, ...object });

test("one object a line, null and absent fields alike", () => {
  const { rows, errors } = parse(
    `${line({ region: "eu", packet_loss: 0 })}\r\n\n${line({ latency_ms: null, uptime_pct: null })}`,
  );
  expect(errors).toEqual([]);
  expect(rows).toMatchObject([
    { node_name: "a", region: "eu", latency_ms: 5, uptime_pct: 100, packet_loss: 0 },
    { latency_ms: null, uptime_pct: 0, packet_loss: null, region: null },
  ]);
});

test("time as a number", () => {
  expect(parse(line({ time: 1_795_345_200 })).rows[0]?.time).toBe(1_795_345_200_000);
});

describe("what is refused", () => {
  test.each([
    [line({ latency_ms: "5" }), "latency_ms", "of type string; it must be a number or null"],
    [line({ node_name: 5 }), "node_name", "of type number; it must be a text"],
    [line({ region: ["eu"] }), "region", "of type array"],
    [line({ uptime_pct: true }), "uptime_pct", "of type boolean"],
    [line({ rtt: 5 }), '"rtt"', 'unknown key "rtt"'],
    ['{"__proto__": {"latency_ms": 5}, "time": 1}', '"__proto__"', "unknown key"],
    [`[${line({})}]`, "line", "JSON array"],
    ["5", "line", "must be a JSON object"],
    ["null", "line", "must be a JSON object"],
    ['{"time":', "line", "not JSON"],
    ["{}", "time", "time is empty"],
    [line({}).replace(":5", ":1e999"), "latency_ms", "is Infinity"],
    ['{"time":"2026-11-22T11:00:00Z","node_name":"a","latency_ms":NaN}', "line", "not JSON"],
    [line({ node_name: "\ud800" }), "node_name", "not UTF-8"],
    ["[".repeat(60_000), "line", "not JSON"],
  ])("%s", (text, field, message) => {
    const { rows, errors } = parse(`\n${text}\n${line({ node_name: "after" })}\n`);
    expect(rows.map((row) => row.node_name)).toEqual(["after"]);
    expect(errors[0]).toMatchObject({ line: 2, field });
    expect(errors[0]?.message).toContain(message);
  });
});

test("any portions give the same as the whole", () => {
  const random = createRandom(3);
  const input = [line({ node_name: "é🛰" }), "{bad", line({ region: "ü" }), ""].join("\n");
  const whole = parse(input);
  for (let round = 0; round < 50; round += 1) {
    expect(parse(input, [1 + Math.floor(random() * 9), 1 + Math.floor(random() * 50)])).toEqual(whole);
  }
});
