import type { Command } from "commander";
import { print, printJson, printTable, withDatabase } from "#db/cli/context.ts";
import { listAggregates } from "#db/queries/aggregates.ts";
import { listChunks } from "#db/queries/chunks.ts";
import { getDatabaseOverview } from "#db/queries/database.ts";
import { getHypertableLayout } from "#db/queries/hypertable-layout.ts";
import { listHypertables } from "#db/queries/hypertables.ts";
import { getLifecycle } from "#db/queries/lifecycle.ts";
import { getServerHealth } from "#db/queries/server-health.ts";
import { listTables } from "#db/queries/tables.ts";
import { fixed, formatBytes, formatCount, formatDuration, formatTime, NOTHING } from "#lib/format.ts";
import { judgeSettings } from "#lib/server-rules.ts";
import { serverLines } from "#lib/server-words.ts";
import type { Lifecycle } from "#lib/model/lifecycle.ts";
import type { ServerHealth } from "#lib/model/server.ts";
import type { OrdinaryTable } from "#lib/model/storage-detail.ts";
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
    ["hypertable", "size", "hot", "warm", "cold", "rows (estimate)", "chunks", "compressed", "ratio"],
    hypertables.map((item) => [
      item.aggregate_name ?? `${item.hypertable_schema}.${item.hypertable_name}`,
      formatBytes(item.total_bytes),
      formatBytes(item.hot_bytes),
      formatBytes(item.warm_bytes),
      item.cold_bytes === null ? "not available" : formatBytes(item.cold_bytes),
      formatCount(item.row_count_estimate),
      item.chunk_count,
      item.compressed_chunk_count,
      ratio(item.compression_ratio),
    ]),
  );

const MATERIALIZED = {
  known: "",
  nothing: "nothing yet",
  not_available: "not told",
  not_permitted: "not permitted",
} as const;

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

const printTables = (tables: OrdinaryTable[]): void =>
  printTable(
    ["table", "size", "table", "indexes", "rows (estimate)"],
    tables.map((item) => [
      `${item.table_schema}.${item.table_name}`,
      formatBytes(item.total_bytes),
      formatBytes(item.table_bytes),
      formatBytes(item.index_bytes),
      formatCount(item.row_count_estimate),
    ]),
  );

const printServer = (server: ServerHealth): void => {
  printTable(
    ["server", "", ""],
    serverLines(server, ZONE).map(({ name, level, text, note }) => [name, level, note ? `${text} (${note})` : text]),
  );
  for (const { name, shown, reason, remedy } of judgeSettings(server))
    print(`${name} = ${shown}: ${reason}\n  ${remedy}`);
};

const printCollisions = ({ collisions, shown_name }: Lifecycle): void => {
  print(
    collisions.length === 0
      ? `Nothing collides in the lifecycle of ${shown_name}.`
      : `In the lifecycle of ${shown_name}:`,
  );
  for (const { severity, title, consequence, from_ms, to_ms } of collisions)
    print(`  ${severity}: ${title} (${formatTime(from_ms, ZONE)} to ${formatTime(to_ms, ZONE)}). ${consequence}`);
};

type Db = Parameters<typeof listHypertables>[0];

const readDatabase = async (db: Db) => ({
  database: await getDatabaseOverview(db),
  hypertables: await listHypertables(db),
  chunks: await listChunks(db, { limit: CHUNK_LIMIT }),
  aggregates: await listAggregates(db),
  tables: await listTables(db),
  server: await getServerHealth(db),
});

const readHypertable = async (db: Db, hypertable_name: string) => ({
  chunks: await listChunks(db, { hypertable_name, limit: CHUNK_LIMIT }),
  layout: await getHypertableLayout(db, { hypertable_name }),
  lifecycle: await getLifecycle(db, { hypertable_name }),
});

/** Adds `fiber storage`: what the database holds; with --chunks the chunks, layout and lifecycle of one hypertable or aggregate. */
export const addStorageCommand = (program: Command): void => {
  program
    .command("storage")
    .description(
      "what the database holds: hypertables, chunks, compression, aggregates and their freshness, the server",
    )
    .option(
      "--chunks <name>",
      `one hypertable or continuous aggregate: its newest ${CHUNK_LIMIT} chunks, what collides in its lifecycle`,
    )
    .option("--json", "print the result as JSON")
    .action(async ({ chunks: name, json }: { chunks?: string; json?: boolean }) => {
      const read = <T>(work: (db: Db) => Promise<T>) =>
        withDatabase(process.env, ({ connect }) =>
          connect("owner", 1).transaction().setAccessMode("read only").execute(work),
        );
      if (name !== undefined) {
        const one = await read((db) => readHypertable(db, name));
        if (json) return printJson(one);
        printChunks(one.chunks);
        print();
        return printCollisions(one.lifecycle);
      }
      const all = await read(readDatabase);
      if (json) return printJson(all);
      printDatabase(all.database);
      print();
      printHypertables(all.hypertables);
      print();
      printAggregates(all.aggregates);
      print();
      printTables(all.tables);
      print();
      printServer(all.server);
    });
};
