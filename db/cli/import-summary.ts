import type { FileSummary, ImportSummary, OldRows } from "#db/writes/import/index.ts";
import { formatBytes } from "#lib/format.ts";
import { print } from "./context.ts";

const REGIONS_SHOWN = 10;

const count = (value: number, noun: string): string =>
  `${value.toLocaleString("en-US")} ${noun}${value === 1 || noun.endsWith("y") ? "" : "s"}`;

const utc = (time: string): string => `${time.slice(0, 19).replace("T", " ")} UTC`;

const days = (seconds: number): string => {
  const whole = Math.floor(Math.abs(seconds) / 86_400);
  const hours = Math.floor((Math.abs(seconds) % 86_400) / 3600);
  const minutes = Math.floor((Math.abs(seconds) % 3600) / 60);
  return `${whole} d ${hours} h ${minutes} min ${Math.abs(seconds) % 60} s ${seconds < 0 ? "back" : "forward"}`;
};

/** What becomes of rows older than the retention, said before they are written. */
export const oldRowsText = (
  { rows, first_time, last_time, drop_after, next_start }: OldRows,
  shifted: boolean,
): string =>
  [
    `${count(rows, "row")} from ${utc(first_time)} to ${utc(last_time)} are older than the retention of ${drop_after}.`,
    next_start === null
      ? "Once written, the retention job drops them at its next run, whose time is not known;"
      : `Once written, the retention job drops them at its next run, ${utc(next_start)};`,
    `their hourly and daily aggregates stay.${shifted ? "" : " With --shift-to-now the newest row becomes now instead."}`,
  ].join("\n");

const printFile = (file: FileSummary): void => {
  const title = file.title === null ? "nothing to store" : `dataset "${file.title}"`;
  print(`${file.file} (${file.format}): ${title}`);
  print(
    `  ${count(file.rows_read, "row")} read, ${file.accepted.toLocaleString("en-US")} accepted, ` +
      `${count(file.duplicates, "duplicate")}, ${file.without_reply.toLocaleString("en-US")} without reply, ` +
      `${file.rejected.toLocaleString("en-US")} rejected`,
  );
  if (file.first_time && file.last_time) {
    print(`  ${utc(file.first_time)} to ${utc(file.last_time)}`);
    print(`  ${count(file.nodes, "node")}, ${file.nodes_created.length.toLocaleString("en-US")} of them new`);
  }
  if (file.shift_seconds !== 0) {
    const why = file.shift_reused ? ", as when this content was first imported" : "";
    print(`  times moved ${days(file.shift_seconds)}${why}`);
  }
  for (const { node_name, region, other_region, rows } of file.region_conflicts.slice(0, REGIONS_SHOWN)) {
    print(
      `  ${node_name} is a node of region "${region}"; ${count(rows, "row")} said "${other_region}" and are stored under it`,
    );
  }
  if (file.region_conflicts.length > REGIONS_SHOWN) {
    print(`  ${file.region_conflicts.length - REGIONS_SHOWN} more nodes are named with another region`);
  }
  for (const { line, message } of file.errors) print(`  line ${line}, ${message}`);
  if (file.errors_omitted > 0) print(`  ${count(file.errors_omitted, "more error")} not shown`);
};

const printStorage = (summary: ImportSummary): void => {
  const { refreshed_slices, kept_days, compress_after, chunks_compressed, before_bytes, after_bytes } = summary;
  if (refreshed_slices > 0) print("Hourly and daily aggregates of the range are refreshed.");
  if (kept_days.length > 0) {
    print(
      `Aggregates of ${count(kept_days.length, "day")} (${kept_days[0]} to ${kept_days.at(-1)}) are left as they were:` +
        " measurements behind them are dropped already, and a refresh would drop the aggregates too.",
    );
  }
  if (chunks_compressed > 0) {
    print(
      `${count(chunks_compressed, "chunk")} compressed: ${formatBytes(before_bytes)} → ${formatBytes(after_bytes)}.`,
    );
  } else if (compress_after === null && refreshed_slices > 0) {
    print("No compression policy is in force: chunks stay uncompressed.");
  }
};

/** What an import did, for people, on standard output. */
export const printImportSummary = (summary: ImportSummary): void => {
  if (summary.outcome === "declined") return print("Nothing was written.");
  for (const file of summary.files) printFile(file);
  printStorage(summary);
  if (summary.outcome === "stopped") {
    print(
      `Stopped: ${count(summary.accepted + summary.duplicates, "row")} are in. Import again to complete it; what is in stays as it is.`,
    );
  }
  print(`${summary.seconds.toFixed(1)} s, writing ${summary.rows_per_second.toLocaleString("en-US")} rows/s`);
};
