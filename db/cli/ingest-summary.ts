import { Presets, SingleBar } from "cli-progress";
import type { Input } from "#db/writes/ingest/input.ts";
import { formatBytes } from "#lib/format.ts";
import { print } from "./context.ts";
import type { FileResult } from "./ingest.ts";

const LINE_EVERY_MS = 3_000;
const REGIONS_SHOWN = 10;

const number = (value: number): string => value.toLocaleString("en-US");
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Progress on standard error: a bar when a terminal looks on and the size is known, else a line every few seconds. */
export const createIngestProgress = ({ name, bytes, bytesRead }: Input) => {
  const started = performance.now();
  let rows = 0;
  let told = started;
  const rate = (): string => {
    const seconds = (performance.now() - started) / 1000;
    return `${number(rows)} rows, ${number(Math.round(rows / Math.max(seconds, 0.001)))} rows/s`;
  };
  const bar =
    process.stderr.isTTY && bytes
      ? new SingleBar(
          { format: "Writing {bar} {percentage}% · {text}", hideCursor: true, barsize: 28, fps: 8 },
          Presets.shades_classic,
        )
      : undefined;
  bar?.start(bytes ?? 1, 0, { text: "" });
  const add = (more: number): void => {
    rows += more;
    if (bar) return bar.update(Math.min(bytesRead(), bytes ?? 1), { text: rate() });
    if (performance.now() - told < LINE_EVERY_MS) return;
    told = performance.now();
    tell(`Writing: ${formatBytes(bytesRead())} of ${name}, ${rate()}`);
  };
  return { add, stop: () => bar?.stop() };
};

const printFile = ({ file, format, accepted, duplicates, rejected, ...rest }: FileResult): void => {
  print(
    `${file} (${format}): ${number(accepted)} accepted, ${number(duplicates)} duplicates, ${number(rejected)} rejected`,
  );
  if (rest.nodes_created > 0) print(`  ${number(rest.nodes_created)} new nodes`);
  for (const { node_name, region, other_region, rows } of rest.region_conflicts.slice(0, REGIONS_SHOWN))
    print(`  ${node_name} is a node of region "${region}"; ${number(rows)} rows said "${other_region}"`);
  for (const { line, message } of rest.errors) print(`  line ${line}, ${message}`);
  if (rejected > rest.errors.length) print(`  the other refused lines are not shown`);
};

/** What became of each input, then of all. */
export const printIngest = (results: readonly FileResult[], seconds: number): void => {
  for (const result of results) printFile(result);
  const stored = results.reduce((sum, { accepted, duplicates }) => sum + accepted + duplicates, 0);
  print(
    `${number(stored)} rows in ${seconds.toFixed(1)} s, ${number(Math.round(stored / Math.max(seconds, 0.001)))} rows/s`,
  );
};
