import path from "node:path";
import { type Command, Option } from "commander";
import type { Kysely } from "kysely";
import { type CommandDatabase, print, printJson, withDatabase } from "#db/cli/context.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import type { Database } from "#db/schema/index.ts";
import { watchFolder } from "#db/writes/ingest/folder.ts";
import { createIngest, ingestLimits } from "#db/writes/ingest/index.ts";
import { type Input, openInput } from "#db/writes/ingest/input.ts";
import { refreshLate } from "#db/writes/late.ts";
import type { KnownNodes } from "#db/writes/nodes.ts";
import type { Patience } from "#db/writes/retry.ts";
import { parseTags } from "#lib/env-ingest.ts";
import { type Format, FORMATS, guessFormat } from "#lib/ingest/format.ts";
import { type Precision, PRECISIONS } from "#lib/ingest/parser.ts";
import type { IngestResult } from "#lib/model/ingest.ts";
import { prepareDatabase, stopOnInterrupt } from "./ingest-database.ts";
import { createIngestProgress, printIngest, tell } from "./ingest-summary.ts";

type Options = {
  format?: Format;
  precision?: Precision;
  nodeTag?: string;
  regionTag?: string;
  onConflict: "ignore" | "update";
  watch?: string;
  json?: boolean;
};

/** What became of one input. */
export type FileResult = IngestResult & { file: string; format: Format };

type Run = {
  db: Kysely<Database>;
  database: CommandDatabase;
  options: Options;
  writers: number;
  known: KnownNodes;
  /** Nothing more is taken, and nobody waits any longer. */
  stop: AbortSignal;
};

/** A pipe cannot be read again, and so a server that restarts is waited for; the embedded one ends with its process. */
const createPatience = (signal: AbortSignal): Patience => {
  // Of several writers the first one tells.
  let away = false;
  return {
    milliseconds: 10 * 60_000,
    signal,
    on_away: () => {
      if (!away) tell("The database does not answer. Waiting for it, 10 minutes at most.");
      away = true;
    },
    on_back: () => {
      if (away) tell("The database answers again.");
      away = false;
    },
  };
};

/** Gives the first portion back in front of the others. */
const peek = async (chunks: AsyncIterable<Uint8Array>) => {
  const rest = chunks[Symbol.asyncIterator]();
  const first = await rest.next();
  const all = async function* (): AsyncGenerator<Uint8Array> {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  return { head: first.done ? new Uint8Array() : first.value, all: all() };
};

const untilStopped = async function* (
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (signal.aborted) return;
    yield chunk;
  }
};

const ingestInput = async (run: Run, input: Input, signal: AbortSignal, shown = true): Promise<FileResult> => {
  const { db, database, options, writers, known, stop } = run;
  const { register_nodes, node_tags, region_tag } = database.environment.ingest;
  const { head, all } = await peek(input.chunks);
  const format = options.format ?? guessFormat(input.name, head);
  const progress = shown ? createIngestProgress(input) : undefined;
  const ingest = createIngest(db, await ingestLimits(db), {
    format,
    precision: options.precision ?? "ns",
    node_tags: options.nodeTag === undefined ? node_tags : parseTags("--node-tag", options.nodeTag),
    region_tag: options.regionTag ?? region_tag,
    on_conflict: options.onConflict,
    register_nodes,
    known,
    writers,
    ...(!database.embedded && { patience: createPatience(stop) }),
    ...(progress && { on_rows: progress.add }),
  });
  try {
    return { file: input.name, format, ...(await ingest.run(untilStopped(all, signal))) };
  } finally {
    progress?.stop();
  }
};

const ingestFiles = async (run: Run, names: readonly string[], signal: AbortSignal): Promise<FileResult[]> => {
  const results: FileResult[] = [];
  for (const name of names) {
    if (signal.aborted) break;
    results.push(await ingestInput(run, await openInput(name), signal));
  }
  await refreshLate(run.db);
  return results;
};

const watch = async (run: Run, directory: string, signal: AbortSignal): Promise<void> => {
  tell(`Watching ${directory}. Ctrl-C stops it.`);
  // A file that is begun is finished; `signal` only says that no other is taken.
  const never = new AbortController().signal;
  let told = "";
  await watchFolder({
    directory,
    signal,
    ingest: async (file) => {
      const result = await ingestInput(run, await openInput(file), never, false);
      await refreshLate(run.db);
      return result;
    },
    on_file: ({ file, result, error }) => {
      told = "";
      if (run.options.json) process.stdout.write(`${JSON.stringify({ ...result, file, error })}\n`);
      else {
        const { accepted, duplicates, rejected } = result;
        print(error ?? `${file}: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected`);
      }
    },
    on_failure: (error) => {
      const { message } = classifyDatabaseError(error);
      if (message !== told) tell(`${message} Trying again.`);
      told = message;
    },
  });
};

/** 0: every good line is in. 1: none could be taken, or it was stopped. */
const exitCodeOf = (results: readonly FileResult[], stopped: boolean): number => {
  const taken = results.some(({ accepted, duplicates }) => accepted + duplicates > 0);
  return stopped || (!taken && results.some(({ rejected }) => rejected > 0)) ? 1 : 0;
};

const runIngest = (names: string[], options: Options): Promise<void> =>
  withDatabase(process.env, async (database) => {
    // The embedded database does one thing at a time.
    const writers = database.embedded ? 1 : 2;
    const db = database.connect("owner", writers + 1);
    await prepareDatabase(db, database);
    const { signal, release } = stopOnInterrupt();
    const run: Run = { db, database, options, writers, known: new Map(), stop: signal };
    try {
      if (options.watch !== undefined) return await watch(run, path.resolve(options.watch), signal);
      const started = performance.now();
      const results = await ingestFiles(run, names, signal);
      const seconds = Math.round(performance.now() - started) / 1000;
      // Kilobytes on every system, as Node has it.
      const peak_memory_bytes = process.resourceUsage().maxRSS * 1024;
      if (options.json)
        printJson({ files: results, seconds, outcome: signal.aborted ? "stopped" : "done", peak_memory_bytes });
      else printIngest(results, seconds);
      process.exitCode = exitCodeOf(results, signal.aborted);
    } finally {
      release();
    }
  });

/** `fiber ingest FILE…|-`: measurements of live probes, from files, a pipe or a drop folder. */
export const addIngestCommand = (parent: Command): void => {
  parent
    .command("ingest")
    .description("store measurements of probes from files, a pipe or a drop folder, plain or gzip; each once")
    .argument(
      "[file...]",
      "CSV, NDJSON, JSON, InfluxDB line protocol, RIPE Atlas results, fping -J; - is standard input",
    )
    .addOption(new Option("--format <format>", "format (default: by name, or by content)").choices(FORMATS))
    .addOption(new Option("--precision <unit>", "unit of times in line protocol (default: ns)").choices(PRECISIONS))
    .option("--node-tag <tags>", "tags of line protocol that name the node, as host,url")
    .option("--region-tag <tag>", "tag of line protocol that holds the region (default: region)")
    .addOption(
      new Option("--on-conflict <what>", "what becomes of measurements that are stored already")
        .choices(["ignore", "update"])
        .default("ignore"),
    )
    .option("--watch <directory>", "store every file that comes into a folder: done/ and rejected/ get them")
    .option("--json", "print the summary as JSON")
    .action(async (names: string[], options: Options, command: Command) => {
      if ((names.length === 0) === (options.watch === undefined))
        command.error("Name files, or - for standard input, or a folder with --watch.", { exitCode: 2 });
      if (names.filter((name) => name === "-").length > 1)
        command.error("Standard input (-) can be read once.", { exitCode: 2 });
      await runIngest(names, options);
    });
};
