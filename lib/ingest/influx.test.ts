import { describe, expect, test } from "vitest";
import { decodePoint, type NoPoint, type Point } from "./influx-decode.ts";
import { createInfluxParser, millisecondsOf } from "./influx.ts";
import { limits, NOW, options, parseAll } from "./testing.ts";

const parse = (input: string, more: Partial<Parameters<typeof createInfluxParser>[1]> = {}, sizes?: number[]) =>
  parseAll(createInfluxParser(limits, { ...options, ...more }), input, sizes);

const decode = (text: string): unknown => {
  const point = decodePoint(text) as Point;
  return [point.measurement, Object.fromEntries(point.tags), Object.fromEntries(point.fields), point.timestamp];
};

describe("a line is read as InfluxDB reads it", () => {
  test.each([
    ["m f=1", ["m", {}, { f: 1 }, null]],
    ["m,a=b f=1i 17", ["m", { a: "b" }, { f: 1 }, "17"]],
    ["m f=18446744073709551615u", ["m", {}, { f: 2 ** 64 }, null]],
    ["m f=-1.5e-3,g=.5,h=5.", ["m", {}, { f: -0.0015, g: 0.5, h: 5 }, null]],
    ["m a=t,b=FALSE,c=True", ["m", {}, { a: true, b: false, c: true }, null]],
    ['m s="a \\"b\\" \\\\ c, d=e"', ["m", {}, { s: { text: 'a "b" \\ c, d=e' } }, null]],
    ['m s="\\n",t=""', ["m", {}, { s: { text: "\\n" }, t: { text: "" } }, null]],
    ["m\\,x\\ y,t\\ a\\=g=v\\,1 f\\==1", ["m,x y", { "t a=g": "v,1" }, { "f=": 1 }, null]],
    ["m=n,a=\\q f=1", ["m=n", { a: "\\q" }, { f: 1 }, null]],
    ["  m   f=1   -3  ", ["m", {}, { f: 1 }, "-3"]],
    ["é,ü=ñ ø=1", ["é", { ü: "ñ" }, { ø: 1 }, null]],
  ])("%s", (text, expected) => {
    expect(decode(text)).toEqual(expected);
  });

  test.each(["", "   ", "# cpu v=1", "\t", "  # x"])("%j says nothing", (text) => {
    expect(decodePoint(text)).toBeUndefined();
  });

  test.each([
    "m",
    "m ",
    "m,a f=1",
    "m,=b f=1",
    "m,a= f=1",
    "m,a=b=c f=1",
    "m,a=1,a=2 f=1",
    ",a=b f=1",
    "m f",
    "m f=",
    "m =1",
    "m f=1,",
    "m f=1x",
    "m f=nan",
    "m f=inf",
    "m f=1e999",
    "m f=0x1",
    "m f=1.5i",
    "m f=9223372036854775808i",
    "m f=-9223372036854775809i",
    "m f=18446744073709551616u",
    "m f=-1u",
    "m f=tru",
    'm f="a"b',
    'm f="a',
    "m f=1 12x",
    "m f=1 9223372036854775808",
    "m f=1 1 1",
    "m\u0001 f=1",
    "m,a=\uFFFD f=1",
  ])("%j is refused", (text) => {
    expect((decodePoint(text) as NoPoint).message).toMatch(/\.$/);
  });
});

test.each([
  ["1795348800123456789", "ns", 1795348800123],
  ["1795348800123456", "us", 1795348800123],
  ["1795348800123", "ms", 1795348800123],
  ["1795348800", "s", 1795348800000],
  ["29922480", "m", 1795348800000],
  ["498708", "h", 1795348800000],
  ["999999", "ns", 0],
  ["-5", "ns", -1],
] as const)("%s in %s", (timestamp, precision, expected) => {
  expect(millisecondsOf(timestamp, precision)).toBe(expected);
});

describe("Telegraf's ping plugin", () => {
  test("a reply, a lossy run, no reply and an error", () => {
    const { rows, errors } = parse(
      [
        "ping,host=agent,url=a.test average_response_ms=20.5,percent_packet_loss=0,result_code=0i,ttl=63i 1795348700000000000",
        "ping,host=agent,url=b.test average_response_ms=7i,percent_packet_loss=40,result_code=0i 1795348700000000000",
        "ping,host=agent,url=c.test packets_received=0i,percent_packet_loss=100,result_code=0i 1795348700000000000",
        "ping,host=agent,url=d.test result_code=1i 1795348700000000000",
      ].join("\n"),
    );
    expect(errors).toEqual([]);
    const common = { time: 1795348700000, region: null };
    expect(rows).toEqual([
      { ...common, node_name: "a.test", latency_ms: 20.5, uptime_pct: 100, packet_loss: 0 },
      { ...common, node_name: "b.test", latency_ms: 7, uptime_pct: 100, packet_loss: 40 },
      { ...common, node_name: "c.test", latency_ms: null, uptime_pct: 0, packet_loss: 100 },
      { ...common, node_name: "d.test", latency_ms: null, uptime_pct: 0, packet_loss: null },
    ]);
  });

  // As its README and its sources have them, method by method.
  test.each([
    [
      "exec on Linux",
      "average_response_ms=23.066,ttl=63i,maximum_response_ms=24.64,minimum_response_ms=22.451,packets_received=5i,packets_transmitted=5i,percent_packet_loss=0,result_code=0i,standard_deviation_ms=0.809",
      { latency_ms: 23.066, uptime_pct: 100, packet_loss: 0 },
    ],
    [
      "Windows",
      "result_code=0i,average_response_ms=7i,maximum_response_ms=9i,minimum_response_ms=7i,packets_received=4i,packets_transmitted=4i,percent_packet_loss=0,percent_reply_loss=0,reply_received=4i",
      { latency_ms: 7, uptime_pct: 100, packet_loss: 0 },
    ],
    [
      "Windows, a router says that the target is unreachable",
      "errors=0,packets_received=4i,packets_transmitted=4i,percent_packet_loss=0,percent_reply_loss=100,reply_received=0i,result_code=0i",
      { latency_ms: null, uptime_pct: 0, packet_loss: 100 },
    ],
    [
      "Windows, ping itself failed",
      "errors=100,result_code=2i",
      { latency_ms: null, uptime_pct: 0, packet_loss: null },
    ],
    [
      "native, with percentiles",
      "average_response_ms=1.5,maximum_response_ms=2,minimum_response_ms=1,percentile50_ms=1.5,percentile99_ms=2,packets_received=4i,packets_transmitted=5i,percent_packet_loss=20,result_code=0i,standard_deviation_ms=0.1,ttl=57i",
      { latency_ms: 1.5, uptime_pct: 100, packet_loss: 20 },
    ],
    [
      "native, no reply",
      "packets_received=0i,packets_transmitted=5i,percent_packet_loss=100,result_code=1i",
      { latency_ms: null, uptime_pct: 0, packet_loss: 100 },
    ],
    ["no such host", "result_code=1i", { latency_ms: null, uptime_pct: 0, packet_loss: null }],
  ])("%s", (_shape, fields, expected) => {
    const { rows, errors } = parse(`ping,host=agent,url=example.org ${fields} 1535747258000000000`);
    expect(errors).toEqual([]);
    expect(rows).toEqual([{ time: 1535747258000, node_name: "example.org", region: null, ...expected }]);
  });

  test("node and region come from the tags that are set", () => {
    const line = "ping,host=agent,url=a.test,site=eu,region=us,node_name=n average_response_ms=1";
    expect(parse(line).rows[0]).toMatchObject({ node_name: "n", region: "us", time: NOW });
    const options = { node_tags: ["host", "url"], region_tag: "site" };
    expect(parse(line, options).rows[0]).toMatchObject({ node_name: "agent/a.test", region: "eu" });
    expect(parse(line, { node_tags: ["rack"] }).errors).toMatchObject([{ line: 1, field: "node_name" }]);
  });
});

describe("what is refused", () => {
  test.each([
    ["cpu,host=a usage=1", "line"],
    ["ping latency_ms=1", "node_name"],
    ['ping,url=a latency_ms="1"', "latency_ms"],
    ["ping,url=a latency_ms=true", "latency_ms"],
    ["ping,url=a latency_ms=0", "latency_ms"],
    ["ping,url=a latency_ms=600000", "latency_ms"],
    ["ping,url=a percent_packet_loss=120", "packet_loss"],
    ["ping,url=a latency_ms=1 -1", "time"],
    ["ping,url=a latency_ms=1 9223372036854775807", "time"],
  ])("%s names %s", (text, field) => {
    const { rows, errors } = parse(`# one\n${text}\nping,url=good latency_ms=1`);
    expect(rows).toMatchObject([{ node_name: "good" }]);
    expect(errors).toMatchObject([{ line: 2, field }]);
  });
});

describe("quoted texts over several lines", () => {
  test.each([[[]], [[1]], [[3, 7]]])("are one point, whatever the portions (%j)", (sizes) => {
    const { rows, errors } = parse('m,url=a s="one\ntwo",latency_ms=1\nm,url=b latency_ms=x', {}, sizes);
    expect(rows).toMatchObject([{ node_name: "a" }]);
    expect(errors).toMatchObject([{ line: 3 }]);
  });

  test("one that is never closed spoils its own line", () => {
    const good = Array.from({ length: 40 }, (_, at) => `m,url=n${at} latency_ms=1`).join("\n");
    const { rows, errors } = parse(`m,url=a s="one,latency_ms=1\n${good}`);
    expect(rows).toHaveLength(40);
    expect(errors).toMatchObject([{ line: 1, field: "line" }]);
  });
});
