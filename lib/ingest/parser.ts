import type { LineError, Limits, Measurement, RawMeasurement } from "./measurement.ts";
import { validate } from "./measurement.ts";
import { createLineSplitter, LINE_MAX_LENGTH } from "./lines.ts";

/** What a portion of input brought. A refused line stands in `refused` once, with all its errors. */
export type Parsed = { rows: Measurement[]; refused: LineError[][] };

/**
 * Turns bytes into measurements without waiting for anything: whoever reads the input decides when more is taken.
 * `push` and `end` throw a FiberError when the input as a whole cannot be read (a wrong header).
 */
export type MeasurementParser = { push: (bytes: Uint8Array) => Parsed; end: () => Parsed };

/** What a line says: a raw measurement, errors, or nothing (blank, header). */
export type ReadLine = (text: string, line: number) => RawMeasurement | LineError[] | undefined;

/** A parser of line-wise input: `read_line` knows the format, validation and line numbers are the same for all. */
export const createLineParser = (read_line: ReadLine, limits: Limits): MeasurementParser => {
  let parsed: Parsed = { rows: [], refused: [] };

  const judge = (text: string | null, line: number): Measurement | LineError[] | undefined => {
    if (text === null)
      return [{ line, field: "line", message: `The line is longer than ${LINE_MAX_LENGTH} characters.` }];
    const raw = read_line(text, line);
    return raw === undefined || Array.isArray(raw) ? raw : validate(raw, line, limits);
  };

  const splitter = createLineSplitter((text, line) => {
    const judged = judge(text, line);
    if (Array.isArray(judged)) parsed.refused.push(judged);
    else if (judged) parsed.rows.push(judged);
  });

  const take = (): Parsed => {
    const taken = parsed;
    parsed = { rows: [], refused: [] };
    return taken;
  };

  return {
    push: (bytes) => {
      splitter.push(bytes);
      return take();
    },
    end: () => {
      splitter.end();
      return take();
    },
  };
};
