import fc from "fast-check";
import { expect, test } from "vitest";
import { FiberError } from "#lib/errors.ts";
import { type Format, FORMATS, parsers } from "./format.ts";
import { LATENCY_MS_LIMIT, type Measurement, NODE_NAME_MAX_LENGTH } from "./measurement.ts";
import { limits, NOW, options, parseAll } from "./testing.ts";

/** FIBER_FUZZ_RUNS=100000 tries that many bodies; otherwise as many as fit into a few seconds. */
const RUNS = Number(process.env.FIBER_FUZZ_RUNS ?? 0);

const SEEDS: Record<Format, string> = {
  csv: `time,node_name,region,latency_ms,uptime_pct,packet_loss\n2026-11-22T10:00:00Z,"a ""b""",eu,1.5,100,0\n1795348000,c,,,0,100\n`,
  ndjson: `{"time":"2026-11-22T10:00:00Z","node_name":"a","latency_ms":1.5}\n{"time":1795348000,"node_name":"b","latency_ms":null,"packet_loss":100}\n`,
  json: `[{"time":"2026-11-22T10:00:00Z","node_name":"a","latency_ms":1.5}, {"time":1795348000123,"node_name":"b\\u00e9","latency_ms":null}]`,
  influx: `# x\nping,url=a\\ b,host=h,region=eu average_response_ms=23.066,percent_packet_loss=0,result_code=0i 1795348000000000000\nm,node_name=n latency_ms=7i,s="q\\"\nr",b=t\n`,
  atlas: `{"data":[{"fw":5080,"prb_id":7,"timestamp":1795348000,"sent":3,"rcvd":2,"avg":12.5,"result":[{"x":"*"},{"rtt":12.5},{"rtt":12.5}],"type":"ping"},{"prb_id":8,"timestamp":1795348000,"sent":0,"rcvd":0,"avg":-1}]}`,
  fping: `{"summary": {"host": "a", "xmt": 5, "rcv": 4, "loss": 20, "rttAvg": 2.5}}\n{"vSum": {"host": "b", "values": [1, null]}}\n{"resp": {"timestamp": "1795348000.5", "host": "a", "rtt": 1}}\n`,
};

type Change = { at: number; kind: "cut" | "drop" | "twice" | "put" | "swap"; length: number; bytes: Uint8Array };

const PIECES = [
  '"',
  "\\",
  "\n",
  "\r\n",
  ",",
  "=",
  " ",
  "{",
  "}",
  "[",
  "]",
  "NaN",
  "1e400",
  "-1",
  "null",
  "\0",
  "\u{1F600}",
];

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(600),
  kind: fc.constantFrom("cut", "drop", "twice", "put", "swap"),
  length: fc.nat(40),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.constantFrom(...PIECES).map((piece) => new TextEncoder().encode(piece)),
  ),
});

const mutate = (body: Uint8Array, { at: place, kind, length, bytes }: Change): Uint8Array => {
  const at = Math.min(place, body.length);
  const head = body.subarray(0, at);
  const part = body.subarray(at, at + length);
  const tail = body.subarray(at + length);
  const parts = {
    cut: [head],
    drop: [head, tail],
    twice: [head, part, part, tail],
    put: [head, bytes, part, tail],
    swap: [head, bytes, tail],
  }[kind];
  return Uint8Array.from(parts.flatMap((one) => [...one]));
};

const body = fc
  .tuple(fc.constantFrom(...FORMATS), fc.constantFrom(...FORMATS), fc.array(change, { maxLength: 8 }))
  .map(([format, seed, changes]) => ({
    format: changes.length % 4 === 3 ? format : seed,
    bytes: changes.reduce(mutate, new TextEncoder().encode(SEEDS[seed])),
  }));

const isRight = ({ time, node_name, region, latency_ms, uptime_pct, packet_loss }: Measurement): boolean =>
  Number.isSafeInteger(time) &&
  time >= 0 &&
  time <= limits.latest_time &&
  node_name.length > 0 &&
  [...node_name].length <= NODE_NAME_MAX_LENGTH &&
  !/\p{Cc}|\uFFFD/u.test(node_name) &&
  region !== "" &&
  (latency_ms === null || (Math.fround(latency_ms) > 0 && Math.fround(latency_ms) < LATENCY_MS_LIMIT)) &&
  uptime_pct >= 0 &&
  uptime_pct <= 100 &&
  (packet_loss === null || (packet_loss >= 0 && packet_loss <= 100)) &&
  !(latency_ms !== null && (uptime_pct === 0 || packet_loss === 100));

const parse = (format: Format, bytes: Uint8Array, sizes: number[]) => {
  try {
    return parseAll(parsers[format](limits, options), bytes, sizes);
  } catch (error) {
    // Only a header that cannot be read stops a body as a whole.
    expect(error).toBeInstanceOf(FiberError);
    expect((error as FiberError).kind).toBe("invalid_input");
    return undefined;
  }
};

test(
  "a mutated body gives right rows and named errors, however it is cut into portions",
  () => {
    expect(NOW).toBeGreaterThan(0);
    fc.assert(
      fc.property(body, fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 4 }), ({ format, bytes }, sizes) => {
        const whole = parse(format, bytes, []);
        expect(parse(format, bytes, sizes)).toEqual(whole);
        expect(whole?.rows.filter((row) => !isRight(row)) ?? []).toEqual([]);
        for (const error of whole?.errors ?? []) {
          expect(error.line).toBeGreaterThan(0);
          expect(error.message.length).toBeLessThan(400);
        }
      }),
      RUNS > 0 ? { numRuns: RUNS } : { numRuns: 20_000, interruptAfterTimeLimit: 4_000 },
    );
  },
  RUNS > 0 ? 600_000 : 10_000,
);
