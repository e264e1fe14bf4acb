import { createInterface } from "node:readline/promises";
import { type Command, Option } from "commander";
import { printJson, withDatabase } from "#db/cli/context.ts";
import { importSources, type ImportSummary, type OldRows, openSource, type Source } from "#db/writes/import/index.ts";
import { type Format, FORMATS } from "#lib/ingest/format.ts";
import { createProgressDisplay, type ProgressDisplay } from "./import-progress.ts";
import { prepareDatabase, stopOnInterrupt } from "./ingest-database.ts";
import { oldRowsText, printImportSummary } from "./import-summary.ts";

type Options = {
  shiftToNow?: boolean;
  format?: Format;
  title?: string;
  credit?: string;
  json?: boolean;
  yes?: boolean;
};

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const askAboutOldRows = async (
  old: OldRows,
  { ask, shifted }: { ask: boolean; shifted: boolean },
  display: ProgressDisplay,
): Promise<boolean> => {
  display.stop();
  tell(oldRowsText(old, shifted));
  if (!ask) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question("Write them? [y/N] ")).trim());
  } finally {
    terminal.close();
  }
};

const runImport = (sources: readonly Source[], options: Options, ask: boolean): Promise<ImportSummary> =>
  withDatabase(process.env, async (database) => {
    // The embedded database does one thing at a time.
    const writers = database.embedded ? 1 : 2;
    const db = database.connect("owner", writers + 1);
    await prepareDatabase(db, database);
    const display = createProgressDisplay();
    const { signal, release } = stopOnInterrupt();
    try {
      return await importSources(db, sources, {
        format: options.format,
        title: options.title,
        credit: options.credit,
        shift_to_now: options.shiftToNow ?? false,
        writers,
        signal,
        on_progress: display.update,
        on_old_rows: (old) => askAboutOldRows(old, { ask, shifted: options.shiftToNow ?? false }, display),
      });
    } finally {
      display.stop();
      release();
    }
  });

const openAll = async (names: readonly string[], command: Command) => {
  if (names.filter((name) => name === "-").length > 1)
    command.error("Standard input (-) can be read once.", { exitCode: 2 });
  const opened: Awaited<ReturnType<typeof openSource>>[] = [];
  for (const name of names) {
    try {
      opened.push(await openSource(name));
    } catch (error) {
      await Promise.all(opened.map(({ close }) => close()));
      command.error(error instanceof Error ? error.message : String(error), { exitCode: 2 });
    }
  }
  return opened;
};

/** 0: every good line is in. 1: none could be taken, or it was stopped. */
const exitCodeOf = (summary: ImportSummary): number =>
  summary.outcome !== "done" || summary.rejected === summary.rows_read ? 1 : 0;

/** `fiber import FILE…`: measurements of files, once, with their aggregates. */
export const addImportCommand = (parent: Command): void => {
  parent
    .command("import")
    .description("import measurements from CSV or NDJSON files, plain or gzip; importing again changes nothing")
    .argument(
      "<file...>",
      "files with time, node_name, region, latency_ms, uptime_pct, packet_loss; - is standard input",
    )
    .option("--shift-to-now", "move the times so that the newest measurement is now")
    .addOption(
      new Option("--format <format>", "format of the files (default: by name, or by content)").choices(FORMATS),
    )
    .option("--title <title>", "what the console calls these measurements (default: the file's name)")
    .option("--credit <credit>", "whom the console credits for them")
    .option("--yes", "write measurements older than the retention without asking")
    .option("--json", "print the summary as JSON")
    .action(async (names: string[], options: Options, command: Command) => {
      const opened = await openAll(names, command);
      try {
        const ask = !options.yes && Boolean(process.stdin.isTTY && process.stderr.isTTY) && !names.includes("-");
        const summary = await runImport(
          opened.map(({ source }) => source),
          options,
          ask,
        );
        if (options.json) printJson(summary);
        else printImportSummary(summary);
        process.exitCode = exitCodeOf(summary);
      } finally {
        await Promise.all(opened.map(({ close }) => close()));
      }
    });
};
