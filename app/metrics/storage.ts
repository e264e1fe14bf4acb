import { Gauge } from "prom-client";
import { getDatabaseOverview } from "#db/queries/database.ts";
import { listHypertables } from "#db/queries/hypertables.ts";
import { catalogReader } from "#db/server.ts";
import { type Collect, setAll } from "./collector.ts";

const TIERS = { hot: "hot_bytes", warm: "warm_bytes", cold: "cold_bytes" } as const;

/** Bytes of the database and of each hypertable by tier, and its chunks. What this role may not ask is left out, not 0. */
export const collectStorage: Collect = async (registry) => {
  const [database, hypertables] = await Promise.all([
    getDatabaseOverview(catalogReader()),
    listHypertables(catalogReader()),
  ]);
  const registers = [registry];
  if (database.database_bytes !== null)
    new Gauge({ name: "fiber_database_bytes", help: "All files of the database.", registers }).set(
      database.database_bytes,
    );
  const labelsOf = (table: (typeof hypertables)[number]) => ({
    hypertable: `${table.hypertable_schema}.${table.hypertable_name}`,
    aggregate: table.aggregate_name ?? "",
  });
  const labelNames = ["hypertable", "aggregate"];
  setAll(
    new Gauge({
      name: "fiber_hypertable_bytes",
      help: "Bytes of a hypertable's chunks: hot is not compressed, warm is compressed, cold is in the archive.",
      labelNames: [...labelNames, "tier"],
      registers,
    }),
    hypertables.flatMap((table) =>
      Object.entries(TIERS).flatMap(([tier, key]) => {
        const value = table[key];
        return value === null ? [] : [{ labels: { ...labelsOf(table), tier }, value }];
      }),
    ),
  );
  setAll(
    new Gauge({ name: "fiber_hypertable_chunks", help: "Chunks of a hypertable.", labelNames, registers }),
    hypertables.map((table) => ({ labels: labelsOf(table), value: table.chunk_count })),
  );
};
