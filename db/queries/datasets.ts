import type { Kysely } from "kysely";
import type { Dataset } from "#lib/model/dataset.ts";
import type { Database } from "../schema/index.ts";

/** What the console shows that no live probe measured, newest first. */
export const listDatasets = (db: Kysely<Database>): Promise<Dataset[]> =>
  db
    .selectFrom("fiber.datasets as d")
    .leftJoin("fiber.dataset_nodes as n", "n.dataset_id", "d.dataset_id")
    .select(({ fn }) => [
      "d.dataset_id",
      "d.kind",
      "d.title",
      "d.credit",
      "d.shift_seconds",
      "d.first_time",
      "d.last_time",
      "d.created_at",
      fn.count<number>("n.node_id").as("node_count"),
    ])
    .groupBy("d.dataset_id")
    .orderBy("d.created_at", "desc")
    .limit(50)
    .execute();
