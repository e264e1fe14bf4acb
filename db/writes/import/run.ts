import path from "node:path";
import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { FiberError } from "#lib/errors.ts";
import type { Format } from "#lib/ingest/format.ts";
import { limitsAt } from "#lib/ingest/measurement.ts";
import { type CompressResult, compressOldChunks } from "#db/writes/compress.ts";
import { recordImport } from "#db/writes/datasets.ts";
import { refreshAggregates, type TimeRange } from "#db/writes/refresh.ts";
import { type Checked, checkSource } from "./check.ts";
import { findOldRows, listRanges, type Planned, planShifts } from "./plan.ts";
import type { Source } from "./source.ts";
import type { FileSummary, ImportSummary, OldRows } from "./summary.ts";
import { writeSource, type Written } from "./write.ts";

export type ImportProgress = {
  phase: "checking" | "writing" | "refreshing" | "compressing";
  /** Bytes, rows, steps, chunks. */
  done: number;
  total: number;
  file: string;
};

export type ImportOptions = {
  format?: Format | undefined;
  title?: string | undefined;
  credit?: string | undefined;
  shift_to_now?: boolean;
  /** Transactions that may run at once; 1 by default. */
  writers?: number;
  /** Stops after the running batches. */
  signal?: AbortSignal;
  on_progress?: (progress: ImportProgress) => void;
  /** Told before a row is written that retention will drop; false: nothing is written. */
  on_old_rows?: (old: OldRows) => Promise<boolean>;
};

type Run = { db: Kysely<Database>; options: ImportOptions; now: number; signal: AbortSignal };

class Stopped extends Error {}

const iso = (time: number | null, shift_seconds: number): string | null =>
  time === null ? null : new Date(time + shift_seconds * 1000).toISOString();

const summaryOf = ({ checked, shift_seconds, shift_reused }: Planned): FileSummary => ({
  file: checked.source.name,
  format: checked.format,
  content_sha256: checked.content_sha256,
  dataset_id: null,
  title: null,
  rows_read: checked.rows_read,
  accepted: 0,
  duplicates: 0,
  without_reply: checked.without_reply,
  rejected: checked.rejected,
  errors: checked.errors,
  errors_omitted: checked.errors_omitted,
  nodes: 0,
  nodes_created: [],
  region_conflicts: [],
  first_time: iso(checked.first_time, shift_seconds),
  last_time: iso(checked.last_time, shift_seconds),
  shift_seconds,
  shift_reused,
});

const writeFile = async (run: Run, planned: Planned, summary: FileSummary): Promise<void> => {
  const { db, options, now, signal } = run;
  const { checked, content_key } = planned;
  const total = checked.rows_read - checked.rejected;
  if (total === 0) return;
  const { dataset_id, title, shift_seconds } = await recordImport(db, {
    content_key,
    title: options.title,
    default_title: path.basename(checked.source.name),
    credit: options.credit,
    shift_seconds: planned.shift_seconds,
  });
  Object.assign(summary, { dataset_id, title, shift_seconds });
  const written: Written = {
    accepted: 0,
    duplicates: 0,
    nodes: 0,
    nodes_created: [],
    region_conflicts: [],
    changed: false,
  };
  let done = 0;
  const on_rows = (rows: number): void => {
    done += rows;
    options.on_progress?.({ phase: "writing", done, total, file: summary.file });
  };
  on_rows(0);
  const writers = options.writers ?? 1;
  try {
    await writeSource({ db, checked, dataset_id, shift_seconds, writers, now, signal, on_rows }, written);
  } catch (error) {
    throw unfinished(summary.file, written, error);
  } finally {
    const { changed: _changed, ...figures } = written;
    Object.assign(summary, figures);
  }
  if (written.changed) {
    throw new FiberError("conflict", `${summary.file} changed while it was read. Its rows up to then are in.`, {
      remedy: "Import it again when nothing writes into it.",
    });
  }
};

const unfinished = (file: string, { accepted, duplicates }: Written, error: unknown): FiberError => {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${file} is not wholly imported: ${reason} ${accepted} rows are in, ${duplicates} were in before.`;
  return new FiberError("internal", message, { cause: error, remedy: "Import it again: what is in stays as it is." });
};

const unrefreshed = ({ accepted, duplicates }: ImportSummary, error: unknown): FiberError => {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `All rows are in (${accepted} new, ${duplicates} in before), but their aggregates are not refreshed or their chunks not compressed: ${reason}`;
  return new FiberError("internal", message, { cause: error, remedy: "Import again to make up for it." });
};

/** Aggregates and compression of what the files touched, also when every row was in before: a run may have been cut off. */
const finish = async (run: Run, ranges: readonly TimeRange[], summary: ImportSummary): Promise<void> => {
  const { db, options, signal } = run;
  const between = async (): Promise<void> => {
    if (signal.aborted) throw new Stopped();
  };
  const tell = (phase: ImportProgress["phase"]) => (progress: { done: number; total: number }) =>
    options.on_progress?.({ phase, file: "", done: progress.done, total: progress.total });
  for (const range of ranges) {
    const refreshed = await refreshAggregates(db, range, { between, on_progress: tell("refreshing") });
    summary.refreshed_slices += refreshed.slices;
    summary.kept_days.push(...refreshed.kept_days);
  }
  for (const range of ranges) {
    const compressed: CompressResult = await compressOldChunks(db, range, {
      between,
      on_progress: tell("compressing"),
    });
    summary.compress_after = compressed.compress_after;
    summary.chunks_compressed += compressed.chunks;
    summary.before_bytes += compressed.before_bytes;
    summary.after_bytes += compressed.after_bytes;
  }
  // Row estimates of planner and console are those of before the import until it is looked at again.
  if (summary.accepted > 0) await sql`ANALYZE public.metrics`.execute(db);
};

const sum = (files: readonly FileSummary[], figure: (file: FileSummary) => number): number =>
  files.reduce((total, file) => total + figure(file), 0);

const total = (files: FileSummary[], older_than_retention: OldRows | null): ImportSummary => ({
  rows_read: sum(files, (file) => file.rows_read),
  accepted: sum(files, (file) => file.accepted),
  duplicates: sum(files, (file) => file.duplicates),
  without_reply: sum(files, (file) => file.without_reply),
  rejected: sum(files, (file) => file.rejected),
  nodes_created: sum(files, (file) => file.nodes_created.length),
  first_time: files.flatMap((file) => file.first_time ?? []).toSorted()[0] ?? null,
  last_time:
    files
      .flatMap((file) => file.last_time ?? [])
      .toSorted()
      .at(-1) ?? null,
  older_than_retention,
  refreshed_slices: 0,
  kept_days: [],
  compress_after: null,
  chunks_compressed: 0,
  before_bytes: 0,
  after_bytes: 0,
  seconds: 0,
  rows_per_second: 0,
  outcome: "done",
  files,
});

const checkAll = async (run: Run, sources: readonly Source[]): Promise<Checked[]> => {
  const checked: Checked[] = [];
  for (const source of sources) {
    const on_progress = (done: number): void =>
      run.options.on_progress?.({ phase: "checking", done, total: source.bytes, file: source.name });
    checked.push(await checkSource(source, run.options.format, limitsAt(run.now), on_progress));
  }
  return checked;
};

/**
 * Imports files: all are read once to know what is in them, then written in bounded batches, then the aggregates of
 * their range are refreshed and its old chunks compressed. Importing again changes nothing, and completes what was cut
 * off. Bad lines are counted and named, good ones stored. `db` signs in as the owner. Throws a FiberError when a file
 * cannot be read, or when the database fails; what the message counts is committed then.
 */
export const importSources = async (
  db: Kysely<Database>,
  sources: readonly Source[],
  options: ImportOptions = {},
): Promise<ImportSummary> => {
  const started = performance.now();
  const run: Run = { db, options, now: Date.now(), signal: options.signal ?? new AbortController().signal };
  const checked = await checkAll(run, sources);
  const planned = await planShifts(db, checked, options.shift_to_now ?? false, run.now);
  const files = planned.map(summaryOf);
  const old = await findOldRows(db, planned);
  if (old && options.on_old_rows && !(await options.on_old_rows(old))) {
    return { ...total(files, old), outcome: "declined" };
  }
  const writing = performance.now();
  for (const [at, file] of planned.entries()) {
    if (!run.signal.aborted) await writeFile(run, file, files[at] as FileSummary);
  }
  const write_seconds = (performance.now() - writing) / 1000;
  const summary = total(files, old);
  summary.rows_per_second = Math.round((summary.accepted + summary.duplicates) / write_seconds);
  try {
    if (!run.signal.aborted) await finish(run, listRanges(planned), summary);
  } catch (error) {
    if (!(error instanceof Stopped)) throw unrefreshed(summary, error);
  }
  summary.seconds = Math.round(performance.now() - started) / 1000;
  if (run.signal.aborted) summary.outcome = "stopped";
  return summary;
};
