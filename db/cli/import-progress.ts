import path from "node:path";
import { Presets, SingleBar } from "cli-progress";
import type { ImportProgress } from "#db/writes/import/index.ts";
import { formatBytes } from "#lib/format.ts";

const LABEL = {
  checking: "Checking",
  writing: "Writing",
  refreshing: "Refreshing aggregates",
  compressing: "Compressing chunks",
} as const satisfies Record<ImportProgress["phase"], string>;

const LINE_EVERY_MS = 3_000;

export type ProgressDisplay = { update: (progress: ImportProgress) => void; stop: () => void };

const amount = (phase: ImportProgress["phase"], value: number): string => {
  if (phase === "checking") return formatBytes(value);
  return value.toLocaleString("en-US");
};

const describe = ({ phase, done, total, file }: ImportProgress, seconds: number): string => {
  const unit = { checking: "", writing: " rows", refreshing: " steps", compressing: " chunks" }[phase];
  const rate =
    phase === "writing" && seconds > 0.5 ? `, ${Math.round(done / seconds).toLocaleString("en-US")} rows/s` : "";
  return `${amount(phase, done)} of ${amount(phase, total)}${unit}${rate}${file === "" ? "" : ` · ${path.basename(file)}`}`;
};

/** One bar a phase, redrawn in place. */
const createBars = (): ProgressDisplay => {
  let bar: SingleBar | undefined;
  let current = "";
  let started = 0;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
    current = "";
  };
  return {
    update: (progress) => {
      const key = `${progress.phase} ${progress.file}`;
      if (key !== current) {
        stop();
        current = key;
        started = performance.now();
        const format = `${LABEL[progress.phase].padEnd(21)} {bar} {percentage}% · {text}`;
        bar = new SingleBar(
          { format, hideCursor: true, barsize: 28, fps: 8, stopOnComplete: false },
          Presets.shades_classic,
        );
        bar.start(Math.max(progress.total, 1), 0, { text: "" });
      }
      bar?.update(progress.done, { text: describe(progress, (performance.now() - started) / 1000) });
    },
    stop,
  };
};

/** A line at the end of a phase and every few seconds. */
const createLines = (write: (line: string) => void): ProgressDisplay => {
  let current = "";
  let started = 0;
  let told = 0;
  return {
    update: (progress) => {
      const now = performance.now();
      const key = `${progress.phase} ${progress.file}`;
      if (key !== current) {
        current = key;
        started = now;
        told = now;
      }
      if (now - told < LINE_EVERY_MS) return;
      told = now;
      write(`${LABEL[progress.phase]}: ${describe(progress, (now - started) / 1000)}`);
    },
    stop: () => undefined,
  };
};

/** Progress on standard error: a bar when a terminal looks on, else a line every few seconds. */
export const createProgressDisplay = (): ProgressDisplay =>
  process.stderr.isTTY ? createBars() : createLines((line) => void process.stderr.write(`${line}\n`));
