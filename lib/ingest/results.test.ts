import { describe, expect, test } from "vitest";
import { type Format, formatOfContentType, FORMATS, guessFormat, parsers } from "./format.ts";
import { LINE_MAX_LENGTH } from "./lines.ts";
import { limits, NOW, options, parseAll } from "./testing.ts";

const parse = (format: Format, input: unknown, sizes?: number[]) =>
  parseAll(parsers[format](limits, options), typeof input === "string" ? input : JSON.stringify(input), sizes);

const TIME = 1_795_000_000;
const atlas = (more: object) => ({
  fw: 5080,
  type: "ping",
  prb_id: 7,
  timestamp: TIME,
  sent: 3,
  rcvd: 3,
  min: 10,
  max: 14,
  avg: 12,
  result: [{ rtt: 10 }, { rtt: 12 }, { rtt: 14 }],
  ...more,
});
const row = (more: object) => ({
  time: TIME * 1000,
  node_name: "atlas-7",
  region: null,
  latency_ms: 12,
  uptime_pct: 100,
  packet_loss: 0,
  ...more,
});
const no_reply = { latency_ms: null, uptime_pct: 0 };

describe("RIPE Atlas", () => {
  test.each<[string, object, object]>([
    ["a result", {}, {}],
    ["numbers as text, no result", { sent: "3", rcvd: "3", avg: "12.5", result: undefined }, { latency_ms: 12.5 }],
    [
      "one reply",
      { rcvd: 1, avg: 9, result: [{ x: "*" }, { x: "*" }, { rtt: 9 }] },
      { latency_ms: 9, packet_loss: 200 / 3 },
    ],
    ["no reply", { rcvd: 0, avg: -1, min: -1, max: -1, result: [{ x: "*" }] }, { ...no_reply, packet_loss: 100 }],
    [
      "only late doubles",
      { sent: 1, rcvd: 0, avg: -1, result: [{ x: "*" }, { dup: 1, rtt: 1635 }] },
      { ...no_reply, packet_loss: 100 },
    ],
    [
      "an error, nothing sent",
      { sent: 0, rcvd: 0, avg: -1, result: [{ error: "connect failed" }] },
      { ...no_reply, packet_loss: null },
    ],
    ["no average", { avg: undefined }, {}],
    ["average -1 beside replies", { avg: -1 }, {}],
  ])("%s", (_, more, expected) => {
    const { rows, errors } = parse("atlas", atlas(more));
    expect(errors).toEqual([]);
    expect(rows).toEqual([row(expected)]);
  });

  test.each<[string, object]>([
    ["type", { type: "traceroute" }],
    ["prb_id", { prb_id: "x" }],
    ["prb_id", { prb_id: undefined }],
    ["sent", { sent: -2 }],
    ["rcvd", { rcvd: 4 }],
    ["rcvd", { rcvd: undefined, result: undefined }],
    ["avg", { avg: "x" }],
    ["avg", { avg: undefined, result: [] }],
    ["time", { timestamp: undefined }],
    ["latency_ms", { avg: 0 }],
  ])("%s is named", (field, more) => {
    const { rows, errors } = parse("atlas", atlas(more));
    expect(rows).toEqual([]);
    expect(errors).toMatchObject([{ line: 1, field }]);
  });

  const two = [atlas({}), atlas({ prb_id: 8 })];
  test.each<[string, string]>([
    ["an array", JSON.stringify(two)],
    ["an array over lines", JSON.stringify(two, null, 2)],
    ["a wrapped array", JSON.stringify({ description: "a [b] {c}", data: two, note: { a: ["]"] } })],
    ["a wrapped array over lines", JSON.stringify({ results: two, n: "x\\" }, null, 1)],
    ["lines", two.map((one) => JSON.stringify(one)).join("\n")],
  ])("%s", (_, text) => {
    for (const format of ["atlas", "json"] as const) {
      if (format === "json" && !/^[[{]/.test(text)) continue;
      for (const sizes of [[], [1], [5, 2]]) {
        const { rows, errors } = parse(format, text, sizes);
        expect(errors).toEqual([]);
        expect(rows.map(({ node_name }) => node_name)).toEqual(["atlas-7", "atlas-8"]);
      }
    }
  });

  test("a bad line among lines spoils itself alone", () => {
    const text = `${JSON.stringify(two[0])}\n{"prb_id": 1, "x": {"y\n${JSON.stringify(two[1])}`;
    const { rows, errors } = parse("atlas", text);
    expect(rows).toHaveLength(2);
    expect(errors).toMatchObject([{ line: 2 }]);
  });
});

describe("fping -J", () => {
  const summary = { host: "a", xmt: 5, rcv: 4, loss: 20, rttMin: 1, rttAvg: 2.5, rttMax: 4 };
  test.each<[string, object, object]>([
    ["summary", { summary }, { time: NOW, latency_ms: 2.5, packet_loss: 20 }],
    ["no reply", { summary: { host: "a", xmt: 3, rcv: 0, loss: 100 } }, { time: NOW, ...no_reply, packet_loss: 100 }],
    ["replies twice", { summary: { ...summary, xmt: 4, rcv: 5 } }, { time: NOW, latency_ms: 2.5, packet_loss: 0 }],
    ["interval", { intSum: { ...summary, time: TIME } }, { time: TIME * 1000, latency_ms: 2.5, packet_loss: 20 }],
    ["values", { vSum: { host: "a", values: [1, null, 3] } }, { time: NOW, latency_ms: 2, packet_loss: 100 / 3 }],
    [
      "reply",
      { resp: { timestamp: `${TIME}.5`, host: "a", seq: 0, rtt: 1 } },
      { time: TIME * 1000 + 500, latency_ms: 1 },
    ],
    ["timeout", { timeout: { timestamp: `${TIME}.5`, host: "a", seq: 0 } }, { ...no_reply, packet_loss: 100 }],
  ])("%s", (_, object, expected) => {
    for (const format of ["fping", "ndjson", "json"] as const) {
      const { rows, errors } = parse(format, object);
      expect(errors).toEqual([]);
      expect(rows).toMatchObject([{ node_name: "a", region: null, ...expected }]);
    }
  });

  test("what measures nothing is passed over, what is wrong is named", () => {
    const lines = [
      '{"resp": {"host": "a", "seq": 0, "rtt": 1}}',
      '{"stats": {"targets": 1}}',
      '{"warning": {"host": "a", "message": "Name or service not known"}}',
      '{"summary": {"host": "a", "xmt": 0, "rcv": 0}}',
      '{"summary": {"xmt": 1, "rcv": 1}}',
      '{"vSum": {"host": "a", "values": "x"}}',
      '{"timeout": {"host": "a", "timestamp": "Mon Jan  1 00:00:00 2025"}}',
      "fping: error",
    ];
    const { rows, errors } = parse("fping", lines.join("\n"));
    expect(rows).toEqual([]);
    expect(errors.map(({ line, field }) => [line, field])).toEqual([
      [4, "xmt"],
      [5, "host"],
      [6, "values"],
      [7, "time"],
      [8, "line"],
    ]);
  });
});

describe("a JSON array", () => {
  const good = { time: TIME, node_name: "a", latency_ms: 1 };
  test("errors name the element", () => {
    const { rows, errors } = parse("json", [
      good,
      { ...good, latency_ms: -1 },
      5,
      "x,]",
      null,
      [1],
      { ...good, extra: 1 },
      good,
    ]);
    expect(rows).toHaveLength(2);
    expect(errors.map(({ line, field }) => [line, field])).toEqual([
      [2, "latency_ms"],
      [3, "line"],
      [4, "line"],
      [5, "line"],
      [6, "line"],
      [7, '"extra"'],
    ]);
  });

  test("one that is cut off keeps what stands before", () => {
    const text = JSON.stringify([good, good, good]);
    const { rows, errors } = parse("json", text.slice(0, -10), [3]);
    expect(rows).toHaveLength(2);
    expect(errors).toMatchObject([{ line: 3, field: "line" }]);
  });

  test("an element of any length is not kept", () => {
    const long = { ...good, node_name: "x".repeat(LINE_MAX_LENGTH) };
    const { rows, errors } = parse("json", [good, long, good], [1000]);
    expect(rows).toHaveLength(2);
    expect(errors).toMatchObject([{ line: 2, message: expect.stringContaining("longer") }]);
  });

  test.each(["", "[]", " [ ] \n", "{}x", "]", "}", "[[[[", '"', "[,]", "null"])("%j throws nothing", (text) => {
    for (const sizes of [[], [1]]) expect(parse("json", text, sizes).rows).toEqual([]);
  });
});

test("limits name themselves", () => {
  const earliest_time = NOW - 86_400_000;
  const bounded = { ...limits, earliest_time, allows_node: (name: string) => name === "a" };
  const text = `time,node_name,latency_ms\n${NOW - 86_400_001},a,1\n${NOW},b,1\n${NOW},a,1`;
  const { rows, errors } = parseAll(parsers.csv(bounded, options), text);
  expect(rows).toHaveLength(1);
  expect(errors).toMatchObject([
    { line: 2, field: "time", message: expect.stringContaining(new Date(earliest_time).toISOString()) },
    { line: 3, field: "node_name" },
  ]);
});

test("formats are known by Content-Type, name and first bytes", () => {
  expect(formatOfContentType("application/JSON; charset=utf-8")).toBe("json");
  expect(formatOfContentType("text/plain; charset=utf-8")).toBe("influx");
  expect(formatOfContentType("image/png")).toBeUndefined();
  expect(formatOfContentType(null)).toBeUndefined();
  const guess = (text: string) => guessFormat("-", new TextEncoder().encode(text));
  expect(guess("[{}]")).toBe("json");
  expect(guess('{"data":[]}')).toBe("json");
  expect(guess('{\n  "data": []}')).toBe("json");
  expect(guess('{"time":1}\n{')).toBe("ndjson");
  expect(guess("# c\nping,url=a average_response_ms=1 1")).toBe("influx");
  expect(guess("ping latency_ms=1")).toBe("influx");
  expect(guess("time,node_name,latency_ms\n")).toBe("csv");
  expect(FORMATS).toContain(guess(""));
});
