import type { LineError, Limits, Measurement, RawMeasurement } from "./measurement.ts";
import { validate } from "./measurement.ts";
import { createLineSplitter, LINE_MAX_LENGTH } from "./lines.ts";

/** A line that was refused, with all its errors. `text`: null when it was too long to be kept. */
export type Refusal = { text: string | null; errors: LineError[] };

/** What a portion of input brought. A refused line stands in `refused` once. */
export type Parsed = {
  rows: Measurement[];
  /** The line of each row. */
  lines: number[];
  refused: Refusal[];
};

/**
 * Turns bytes into measurements without waiting for anything: whoever reads the input decides when more is taken.
 * `push` and `end` throw a FiberError when the input as a whole cannot be read (a wrong header).
 */
export type MeasurementParser = { push: (bytes: Uint8Array) => Parsed; end: () => Parsed };

/** What the digits of a time in line protocol count. */
export const PRECISIONS = ["ns", "us", "ms", "s", "m", "h"] as const;
export type Precision = (typeof PRECISIONS)[number];

/** What formats need that say less than the whole. */
export type ParserOptions = {
  /** Epoch milliseconds: the time of what has none. */
  now: number;
  /** Of line protocol; `ns` by default. */
  precision?: Precision;
  /** Tags of line protocol whose values, joined by /, are the node's name; by default the first known one. */
  node_tags?: readonly string[] | undefined;
  /** The tag of line protocol that holds the region: `region` by default. */
  region_tag?: string | undefined;
};

/** What a line says: a raw measurement, errors, or nothing (blank, header). */
export type ReadLine = (text: string, line: number) => RawMeasurement | LineError[] | undefined;

export const TOO_LONG = `The line is longer than ${LINE_MAX_LENGTH} characters.`;

/** Gathers what lines bring until it is taken. */
export type Collector = {
  /** Validates what a line says. */
  judge: (raw: RawMeasurement | LineError[] | undefined, line: number, text: string) => void;
  refuse: (text: string | null, errors: LineError[]) => void;
  take: () => Parsed;
};

export const createCollector = (limits: Limits): Collector => {
  let parsed: Parsed = { rows: [], lines: [], refused: [] };
  const add = (judged: Measurement | LineError[] | undefined, line: number, text: string): void => {
    if (Array.isArray(judged)) parsed.refused.push({ text, errors: judged });
    else if (judged) {
      parsed.rows.push(judged);
      parsed.lines.push(line);
    }
  };
  return {
    judge: (raw, line, text) =>
      add(raw === undefined || Array.isArray(raw) ? raw : validate(raw, line, limits), line, text),
    refuse: (text, errors) => void parsed.refused.push({ text, errors }),
    take: () => {
      const taken = parsed;
      parsed = { rows: [], lines: [], refused: [] };
      return taken;
    },
  };
};

/** A parser of line-wise input: `read_line` knows the format, validation and line numbers are the same for all. */
export const createLineParser = (read_line: ReadLine, limits: Limits): MeasurementParser => {
  const collector = createCollector(limits);
  const splitter = createLineSplitter((text, line) => {
    if (text === null) collector.refuse(null, [{ line, field: "line", message: TOO_LONG }]);
    else collector.judge(read_line(text, line), line, text);
  });
  return {
    push: (bytes) => {
      splitter.push(bytes);
      return collector.take();
    },
    end: () => {
      splitter.end();
      return collector.take();
    },
  };
};
