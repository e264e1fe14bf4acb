import { describe, expect, test } from "vitest";
import { FiberError } from "#lib/errors.ts";
import { createCsvParser, readHeader, splitFields } from "./csv.ts";
import { LINE_MAX_LENGTH } from "./lines.ts";
import { createRandom, limits, parseAll } from "./testing.ts";

const HEADER = "time,node_name,region,latency_ms,uptime_pct,packet_loss";
const T = "2026-11-22T11:00:00Z";
const parse = (input: string | Uint8Array, sizes?: number[]) => parseAll(createCsvParser(limits), input, sizes);
const names = (input: string) => parse(input).rows.map((row) => row.node_name);

const errorOf = (work: () => unknown): FiberError => {
  try {
    work();
  } catch (error) {
    if (error instanceof FiberError) return error;
  }
  throw new Error("no FiberError was thrown");
};

describe("the header", () => {
  test("columns stand in any order, optional ones may be absent", () => {
    const { rows } = parse(`latency_ms,node_name,time\n5,a,${T}\n`);
    expect(rows).toEqual([
      { time: Date.parse(T), node_name: "a", region: null, latency_ms: 5, uptime_pct: 100, packet_loss: null },
    ]);
  });

  test.each([
    ["time,node_name", "has no column latency_ms"],
    ["time,node_name,latency_ms,rtt", 'unknown column "rtt"'],
    ["time,node_name,latency_ms,time", "column time twice"],
    ["Time,node_name,latency_ms", 'unknown column "Time"'],
    ["time;node_name;latency_ms", "unknown column"],
    ['time,"node_name,latency_ms', "not closed"],
    ["time,node_name,latency_ms,", 'unknown column ""'],
  ])("%s is refused by name", (header, message) => {
    const error = errorOf(() => readHeader(header, 1));
    expect(error.kind).toBe("invalid_input");
    expect(error.message).toContain(message);
  });

  test("an empty input has none", () => {
    for (const input of ["", "\n\n", "\uFEFF"]) expect(errorOf(() => parse(input)).message).toContain("no header");
  });
});

describe("lines", () => {
  test("byte order mark, CRLF, blank lines, a last line without an end; numbers as in the file", () => {
    const { rows, errors } = parse(
      `\uFEFF${HEADER}\r\n\r\n${T},a,,5,100,0\r\n   \r\n${T},b,,0,100,0\r\n${T},c,,,0,100`,
    );
    expect(rows.map((row) => row.node_name)).toEqual(["a", "c"]);
    expect(errors).toMatchObject([{ line: 5, field: "latency_ms" }]);
  });

  test("quoted fields, doubled quotes and commas inside", () => {
    expect(names(`${HEADER}\n"${T}","a ""x"", b","eu","5","100","0"\n`)).toEqual(['a "x", b']);
  });

  test("a stray quote spoils its own line alone", () => {
    const { rows, errors } = parse(
      `${HEADER}\n${T},"a,,5,100,0\n${T},b,,5,100,0\n${T},c"d,,5,100,0\n${T},e,,5,100,0\n`,
    );
    expect(rows.map((row) => row.node_name)).toEqual(["b", "e"]);
    expect(errors).toMatchObject([
      { line: 2, field: "line", message: "A quoted field is not closed on this line." },
      { line: 4, field: "line" },
    ]);
  });

  test("too few and too many fields", () => {
    const { errors, rows } = parse(`${HEADER}\n${T},a\n${T},a,,5,100,0,9\n`);
    expect(rows).toEqual([]);
    expect(errors.map((error) => error.message)).toEqual([
      "The line has 2 fields; the header has 6.",
      "The line has 7 fields; the header has 6.",
    ]);
  });

  test("a line without end is refused and not kept", () => {
    const long = `${T},${"x".repeat(LINE_MAX_LENGTH * 3)},,5,100,0`;
    const { rows, errors } = parse(`${HEADER}\n${long}\n${T},b,,5,100,0\n`, [1000]);
    expect(rows.map((row) => row.node_name)).toEqual(["b"]);
    expect(errors).toMatchObject([{ line: 2, field: "line" }]);
    expect(parse(`${HEADER}\n${long}`, [70_000]).errors).toMatchObject([{ line: 2, field: "line" }]);
  });

  test("bytes that are not UTF-8 are told as such", () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(`${HEADER}\n${T},a`),
      0xff,
      0xfe,
      ...new TextEncoder().encode(",,5,100,0"),
    ]);
    expect(parse(bytes).errors).toMatchObject([{ line: 2, field: "node_name" }]);
  });
});

describe("whatever comes", () => {
  const alphabet = [
    ",",
    '"',
    "\n",
    "\r",
    "a",
    "0",
    "-",
    ".",
    "e",
    "T",
    "Z",
    ":",
    " ",
    "\u0000",
    "é",
    "🛰",
    T,
    "2026",
    "100",
  ];

  test("portions of any size give the same as the whole, also inside a character", () => {
    const input = `${HEADER}\r\n${T},é🛰,"ü, ""x""",5,100,0\n\n${T},b,,bad,100,0\r\n${T},c,,6,,`;
    const whole = parse(input);
    expect(whole.rows).toHaveLength(2);
    for (let size = 1; size <= 40; size += 1) expect(parse(input, [size])).toEqual(whole);
  });

  test("garbage is refused line by line and never thrown; good lines between it are kept", () => {
    const random = createRandom(4);
    for (let round = 0; round < 300; round += 1) {
      const noise = Array.from(
        { length: 1 + Math.floor(random() * 60) },
        () => alphabet[Math.floor(random() * alphabet.length)],
      )
        .join("")
        .replaceAll(T, "x");
      const lines = noise.split("\n").filter((line) => line.replace(/\r$/, "").trim() !== "").length;
      const { rows, rejected, errors } = parse(`${HEADER}\n${T},first,,5,100,0\n${noise}\n${T},last,,5,100,0\n`);
      expect(rows.map((row) => row.node_name)).toEqual(["first", "last"]);
      expect(rejected).toBe(lines);
      for (const error of errors) expect(error.message.length).toBeLessThan(300);
    }
  });

  test("fields that are written with quotes come back as they were", () => {
    const random = createRandom(11);
    for (let round = 0; round < 300; round += 1) {
      const fields = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
        Array.from(
          { length: Math.floor(random() * 8) },
          () => ['"', ",", "x", " ", "é"][Math.floor(random() * 5)],
        ).join(""),
      );
      const text = fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
      expect(splitFields(text)).toEqual(fields);
    }
  });
});
