import { type Format, guessFormat, parsers } from "#lib/ingest/format.ts";
import { estimateInterval } from "#lib/ingest/interval.ts";
import { AHEAD_MAX_MS, type LineError, type Limits, type Measurement } from "#lib/ingest/measurement.ts";
import type { MeasurementParser, Parsed, Refusal } from "#lib/ingest/parser.ts";
import { readSource, type Source } from "./source.ts";

/** Errors that are kept; the rest is counted. */
export const ERRORS_KEPT = 100;
const TIMES_KEPT = 200;
const HOUR_MS = 3_600_000;

/** What a file holds, as found by reading it once without writing anything. Times are as in the file. */
export type Checked = {
  source: Source;
  format: Format;
  /** Of the content, decompressed. */
  content_sha256: string;
  rows_read: number;
  /** Valid rows in which no reply came. */
  without_reply: number;
  rejected: number;
  /** The first ERRORS_KEPT. */
  errors: LineError[];
  /** Errors beyond those kept. */
  errors_omitted: number;
  /** Epoch milliseconds of the oldest and newest valid row; null when there is none. */
  first_time: number | null;
  last_time: number | null;
  /** Seconds between measurements by node name. */
  intervals: Map<string, number>;
  /** Valid rows by the hour (epoch milliseconds) in which they lie. */
  rows_per_hour: Map<number, number>;
};

/** Parses a source portion by portion. */
export const parseSource = async function* (
  source: Source,
  format: Format | undefined,
  limits: Limits,
): AsyncGenerator<Parsed & { bytes_read: number; format: Format }, string> {
  const reading = readSource(source);
  let parser: MeasurementParser | undefined;
  let found = format;
  for await (const chunk of reading.chunks) {
    found ??= guessFormat(source.name, chunk);
    parser ??= parsers[found](limits, { now: limits.latest_time - AHEAD_MAX_MS });
    yield { ...parser.push(chunk), bytes_read: reading.bytesRead(), format: found };
  }
  found ??= guessFormat(source.name, new Uint8Array());
  parser ??= parsers[found](limits, { now: limits.latest_time - AHEAD_MAX_MS });
  yield { ...parser.end(), bytes_read: reading.bytesRead(), format: found };
  return reading.digest();
};

type Samples = Map<string, number[]>;

const addRow = (checked: Checked, samples: Samples, row: Measurement): void => {
  if (row.latency_ms === null) checked.without_reply += 1;
  checked.first_time = Math.min(checked.first_time ?? row.time, row.time);
  checked.last_time = Math.max(checked.last_time ?? row.time, row.time);
  const hour = Math.floor(row.time / HOUR_MS) * HOUR_MS;
  checked.rows_per_hour.set(hour, (checked.rows_per_hour.get(hour) ?? 0) + 1);
  const times = samples.get(row.node_name);
  if (!times) samples.set(row.node_name, [row.time]);
  else if (times.length < TIMES_KEPT) times.push(row.time);
};

const addRefused = (checked: Checked, refused: readonly Refusal[]): void => {
  checked.rejected += refused.length;
  for (const error of refused.flatMap(({ errors }) => errors)) {
    if (checked.errors.length < ERRORS_KEPT) checked.errors.push(error);
    else checked.errors_omitted += 1;
  }
};

/**
 * Reads a file once and says what is in it. Memory does not grow with its length, only with its nodes and the hours
 * it spans. Throws `invalid_input` when it cannot be read as a whole (header, gzip).
 */
export const checkSource = async (
  source: Source,
  format: Format | undefined,
  limits: Limits,
  on_progress: (bytes_read: number) => void,
): Promise<Checked> => {
  const samples: Samples = new Map();
  const checked: Checked = {
    source,
    format: format ?? "csv",
    content_sha256: "",
    rows_read: 0,
    without_reply: 0,
    rejected: 0,
    errors: [],
    errors_omitted: 0,
    first_time: null,
    last_time: null,
    intervals: new Map(),
    rows_per_hour: new Map(),
  };
  const portions = parseSource(source, format, limits);
  for (let next = await portions.next(); ; next = await portions.next()) {
    if (next.done) {
      checked.content_sha256 = next.value;
      break;
    }
    const { rows, refused, bytes_read } = next.value;
    checked.format = next.value.format;
    checked.rows_read += rows.length + refused.length;
    for (const row of rows) addRow(checked, samples, row);
    addRefused(checked, refused);
    on_progress(bytes_read);
  }
  for (const [node_name, times] of samples) {
    const seconds = estimateInterval(times);
    if (seconds !== undefined) checked.intervals.set(node_name, seconds);
  }
  return checked;
};
