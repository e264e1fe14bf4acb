import { limitsAt, type LineError, type Measurement } from "./measurement.ts";
import type { MeasurementParser, ParserOptions, Refusal } from "./parser.ts";

/** The clock of parser tests. */
export const NOW = Date.UTC(2026, 10, 22, 12);
export const limits = limitsAt(NOW);
export const options: ParserOptions = { now: NOW };

/** A generator of numbers in [0, 1) that gives the same ones for the same seed. */
export const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export type Outcome = { rows: Measurement[]; errors: LineError[]; rejected: number };

/** Feeds a parser with all bytes, in portions of the given sizes in turn (default: at once). */
export const parseAll = (parser: MeasurementParser, input: string | Uint8Array, sizes: number[] = []): Outcome => {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  const outcome: Outcome = { rows: [], errors: [], rejected: 0 };
  const add = ({ rows, refused }: { rows: Measurement[]; refused: Refusal[] }): void => {
    outcome.rows.push(...rows);
    outcome.errors.push(...refused.flatMap(({ errors }) => errors));
    outcome.rejected += refused.length;
  };
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes.length === 0 ? bytes.length : Math.max(1, sizes[turn % sizes.length] ?? 1);
    add(parser.push(bytes.subarray(at, at + size)));
    at += size;
  }
  add(parser.end());
  return outcome;
};
