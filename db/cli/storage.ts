import type { Command } from "commander";
import { print, printJson, printTable, withDatabase } from "#db/cli/context.ts";
import { listAggregates } from "#db/queries/aggregates.ts";
import { listChunks } from "#db/queries/chunks.ts";
import { getDatabaseOverview } from "#db/queries/database.ts";
import { listHypertables } from "#db/queries/hypertables.ts";
import { fixed, formatBytes, formatCount, formatDuration, formatTime, NOTHING } from "#lib/format.ts";
import type { Aggregate, Chunk, DatabaseOverview, Hypertable } from "#lib/model/storage.ts";

const CHUNK_LIMIT = 500;
const ZONE = "UTC";

const ratio = (value: number | null): string => (value === null ? NOTHING : `${fixed(value, 1)}:1`);

const printDatabase = (database: DatabaseOverview): void => {
  const edition = database.edition === "apache" ? "Apache edition" : "Community edition";
  print(`Database     ${database.database_name}, ${formatBytes(database.database_bytes)}`);
  print(`PostgreSQL   ${database.postgres_version}`);
  print(`TimescaleDB  ${database.timescaledb_version} (${edition})`);
};

const printHypertables = (hypertables: Hypertable[]): void =>
  printTable(
    ["hypertable", "size", "hot", "warm", "rows (estimate)", "chunks", "compressed", "ratio"],
    hypertables.map((item) => [
      item.aggregate_name ?? `${item.hypertable_schema}.${item.hypertable_name}`,
      formatBytes(item.total_bytes),
      formatBytes(item.hot_bytes),
      formatBytes(item.warm_bytes),
      formatCount(item.row_count_estimate),
      item.chunk_count,
      item.compressed_chunk_count,
      ratio(item.compression_ratio),
    ]),
  );

const MATERIALIZED = { known: "", nothing: "nothing yet", not_available: "not told" } as const;

const printAggregates = (aggregates: Aggregate[]): void =>
  printTable(
    ["aggregate", "of", "real-time", `materialized until (${ZONE})`, "behind", "promised"],
    aggregates.map((item) => [
      item.view_name,
      item.source_name,
      item.real_time ? "yes" : "no",
      MATERIALIZED[item.materialized_state] || formatTime(item.materialized_until, ZONE),
      formatDuration(item.behind_seconds, 2),
      formatDuration(item.promised_seconds, 2),
    ]),
  );

const STATE: Record<Chunk["state"], string> = {
  row: "row",
  compressed: "compressed",
  partial: "compressed, late rows",
  unordered: "compressed, unordered",
  partial_unordered: "compressed, late rows, unordered",
  unknown_compressed: "compressed",
};

const printChunks = (chunks: Chunk[]): void =>
  printTable(
    ["chunk", `from (${ZONE})`, "to", "state", "size", "before", "after", "ratio"],
    chunks.map((item) => [
      item.chunk_name,
      formatTime(item.range_start, ZONE),
      formatTime(item.range_end, ZONE),
      item.frozen ? `${STATE[item.state]}, frozen` : STATE[item.state],
      formatBytes(item.total_bytes),
      formatBytes(item.before_compression_bytes),
      formatBytes(item.after_compression_bytes),
      ratio(item.compression_ratio),
    ]),
  );

/** Adds `fiber storage`: what the database holds; with --chunks the chunks of one hypertable or aggregate. */
export const addStorageCommand = (program: Command): void => {
  program
    .command("storage")
    .description("what the database holds: hypertables, chunks, compression, aggregates and their freshness")
    .option("--chunks <name>", `list the newest ${CHUNK_LIMIT} chunks of a hypertable or continuous aggregate`)
    .option("--json", "print the result as JSON")
    .action(async ({ chunks: name, json }: { chunks?: string; json?: boolean }) => {
      const result = await withDatabase(process.env, ({ connect }) =>
        connect("owner", 1)
          .transaction()
          .setAccessMode("read only")
          .execute(async (db) => ({
            database: await getDatabaseOverview(db),
            hypertables: await listHypertables(db),
            chunks: await listChunks(db, { hypertable_name: name, limit: CHUNK_LIMIT }),
            aggregates: await listAggregates(db),
          })),
      );
      if (json) return printJson(result);
      if (name !== undefined) return printChunks(result.chunks);
      printDatabase(result.database);
      print();
      printHypertables(result.hypertables);
      print();
      printAggregates(result.aggregates);
    });
};
