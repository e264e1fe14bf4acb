import { formatCount, NO_MEASUREMENT, significant } from "./format.ts";
import type { Quantity } from "./format.ts";
import type { Aggregate, Hypertable } from "./model/storage.ts";

/** The console's own tables. */
export const CONSOLES_SCHEMA = "fiber";

type Known = { aggregate_name: string | null; hypertable_schema: string; hypertable_name: string };

/**
 * The name people know it by: of a continuous aggregate, or of the hypertable itself, behind its schema where that is not
 * `public`, so that two of one name stay two. Addresses take it too.
 */
export const shownName = ({ aggregate_name, hypertable_schema: schema, hypertable_name }: Known): string =>
  aggregate_name ?? (schema === "public" ? hypertable_name : `${schema}.${hypertable_name}`);

/** "32:1", "4.8:1"; "–" when nothing is compressed. */
export const ratioText = (ratio: number | null): string => (ratio === null ? "–" : `${significant(ratio)}:1`);

/** A compression ratio as a figure; null: nothing is compressed. */
export const ratioQuantity = (ratio: number | null): Quantity =>
  ratio === null
    ? { ...NO_MEASUREMENT, spoken: "nothing is compressed" }
    : { value: ratioText(ratio), unit: "", spoken: `${significant(ratio)} to 1` };

/** Bytes a row, with fractions; null: rows not known. */
export const perRowQuantity = (bytes: number | null): Quantity =>
  bytes === null
    ? { ...NO_MEASUREMENT, spoken: "not known" }
    : { value: significant(bytes), unit: "B", spoken: `${significant(bytes)} bytes` };

/** How the rows of a hypertable are known: "estimated", or which of them are not counted yet. */
export const rowsText = (of: Hypertable): string =>
  of.row_count_estimate !== null
    ? "estimated"
    : `${formatCount(of.counted_rows)} and ${formatCount(of.uncounted_chunk_count)} new ${of.uncounted_chunk_count === 1 ? "chunk" : "chunks"} not counted yet`;

/** "hot 160 B, warm 8.8 B": bytes a row of either tier; empty where a tier has no rows or they are not known. */
export function tierText({ hot_bytes, hot_row_estimate, warm_bytes, warm_row_estimate }: Hypertable): string {
  const tier = (name: string, bytes: number, rows: number | null) =>
    rows ? `${name} ${significant(bytes / rows)} B` : "";
  const tiers = [tier("hot", hot_bytes, hot_row_estimate), tier("warm", warm_bytes, warm_row_estimate)];
  return tiers.filter(Boolean).join(", ");
}

/** What the archive holds in one clause: "none archived" and "not available" are two things. */
export const coldText = (of: Pick<Hypertable, "cold_chunk_count" | "cold_bytes" | "cold_row_count">): string => {
  if (of.cold_chunk_count === null || of.cold_bytes === null) return "not available";
  if (of.cold_chunk_count === 0) return "none archived";
  const chunks = `${formatCount(of.cold_chunk_count)} ${of.cold_chunk_count === 1 ? "chunk" : "chunks"}`;
  return `${formatCount(of.cold_row_count)} rows, ${chunks}`;
};

/** Figures over several hypertables. Bytes a row cover all that stores the rows, indexes included. */
export type StorageTotals = {
  /** Of hypertables that hold measurements, not aggregates or what the console keeps about itself; null when the rows of a chunk are not known yet. */
  row_count_estimate: number | null;
  /** Rows of the chunks of those whose rows are known, and how many chunks are not among them. */
  counted_rows: number;
  uncounted_chunk_count: number;
  bytes_per_row: number | null;
  compression_ratio: number | null;
  before_compression_bytes: number;
  chunk_count: number;
  compressed_chunk_count: number;
  /** What the archive holds; null: not available. */
  cold_chunk_count: number | null;
  cold_bytes: number | null;
  cold_row_count: number | null;
};

export function storageTotals(hypertables: Hypertable[]): StorageTotals {
  const sum = (of: Hypertable[], value: (h: Hypertable) => number | null) =>
    of.reduce((total, h) => total + (value(h) ?? 0), 0);
  const cold = (value: (h: Hypertable) => number | null) =>
    hypertables.some((h) => value(h) === null) ? null : sum(hypertables, value);
  const raw = hypertables.filter((h) => h.aggregate_name === null && h.hypertable_schema !== CONSOLES_SCHEMA);
  const known = raw.length > 0 && raw.every((h) => h.row_count_estimate !== null);
  const rows = known ? sum(raw, (h) => h.row_count_estimate) : null;
  const before = sum(hypertables, (h) => h.before_compression_bytes);
  const after = sum(hypertables, (h) => h.after_compression_bytes);
  return {
    row_count_estimate: rows,
    counted_rows: sum(raw, (h) => h.counted_rows),
    uncounted_chunk_count: sum(raw, (h) => h.uncounted_chunk_count),
    bytes_per_row: rows === null || rows === 0 ? null : sum(raw, (h) => h.total_bytes) / rows,
    compression_ratio: after > 0 ? before / after : null,
    before_compression_bytes: before,
    chunk_count: sum(hypertables, (h) => h.chunk_count),
    compressed_chunk_count: sum(hypertables, (h) => h.compressed_chunk_count),
    cold_chunk_count: cold((h) => h.cold_chunk_count),
    cold_bytes: cold((h) => h.cold_bytes),
    cold_row_count: cold((h) => h.cold_row_count),
  };
}

/**
 * How an aggregate keeps its promise. `unpromised`: it has no policy. `idle`: it has one that does not run, and is not
 * behind yet. `open`: the bucket that still fills is stored too.
 * `ahead`: materialized further into the future than that, which the doctor has a finding for.
 */
export type AggregatePromise =
  | "kept"
  | "broken"
  | "unpromised"
  | "idle"
  | "open"
  | "ahead"
  | "nothing"
  | "unknown"
  | "not_permitted";

export function promiseOf(of: Aggregate): AggregatePromise {
  const { materialized_state, behind_seconds, promised_seconds, bucket_seconds, window } = of;
  if (materialized_state === "not_available") return "unknown";
  if (materialized_state === "not_permitted") return "not_permitted";
  if (materialized_state === "nothing") return "nothing";
  if (behind_seconds === null) return "unknown";
  if (behind_seconds < -(bucket_seconds ?? 0)) return "ahead";
  if (behind_seconds < 0) return "open";
  if (promised_seconds === null) return "unpromised";
  if (behind_seconds > promised_seconds) return "broken";
  return window === null || window.scheduled ? "kept" : "idle";
}
