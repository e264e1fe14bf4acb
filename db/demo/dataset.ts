import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { demoFleet } from "./fleet.ts";
import type { Demo } from "./window.ts";

/** Minutes since 1970 of an ISO time or of epoch milliseconds. */
export const minuteOf = (time: string | number): number =>
  Math.floor((typeof time === "number" ? time : Date.parse(time)) / 60_000);

const MINUTES_A_DAY = 1440;

export const DEMO_TITLE = "Simulated demo fleet";

/** What a demo fleet has so far, as minutes: [first, last], both included. Null before the first measurement. */
export type DemoRange = { first: number; last: number } | null;

export type OpenedDemo = { demo: Demo; range: DemoRange };

const findDemo = async (db: Kysely<Database>): Promise<OpenedDemo | undefined> => {
  const dataset = await db
    .selectFrom("fiber.datasets")
    .selectAll()
    .where("kind", "=", "demo")
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  if (!dataset) return undefined;
  const nodes = await db
    .selectFrom("fiber.dataset_nodes")
    .innerJoin("nodes", "nodes.node_id", "fiber.dataset_nodes.node_id")
    .select(["nodes.node_id", "nodes.node_name"])
    .where("dataset_id", "=", dataset.dataset_id)
    .execute();
  const { dataset_id, created_at, first_time, last_time } = dataset;
  const anchor = Math.floor(minuteOf(created_at) / MINUTES_A_DAY) * MINUTES_A_DAY;
  const node_ids = new Map(nodes.map(({ node_id, node_name }) => [node_name, node_id]));
  const range =
    first_time === null || last_time === null ? null : { first: minuteOf(first_time), last: minuteOf(last_time) };
  return { demo: { dataset_id, anchor, node_ids }, range };
};

const createDemo = (db: Kysely<Database>, now: number): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    const { dataset_id } = await transaction
      .insertInto("fiber.datasets")
      .values({ kind: "demo", title: DEMO_TITLE })
      .returning("dataset_id")
      .executeTakeFirstOrThrow();
    await sql`UPDATE fiber.datasets SET created_at = ${new Date(now).toISOString()} WHERE dataset_id = ${dataset_id}`.execute(
      transaction,
    );
    const nodes = await transaction
      .insertInto("nodes")
      .values(demoFleet.map(({ node_name, region }) => ({ node_name, region, origin: "demo" as const })))
      .returning("node_id")
      .execute();
    await transaction
      .insertInto("fiber.dataset_nodes")
      .values(nodes.map(({ node_id }) => ({ dataset_id, node_id })))
      .execute();
  });

/**
 * The demo fleet of this database, made when the database has no nodes at all; `now` (epoch milliseconds) then decides
 * when its planted events lie. A text says why there is none: a database that holds anything else is left alone.
 */
export const openDemo = async (db: Kysely<Database>, now: number): Promise<OpenedDemo | string> => {
  const found = await findDemo(db);
  if (found) return found.demo.node_ids.size > 0 ? found : "The demo fleet was removed from this database.";
  const { rows } = await sql<{ used: boolean }>`SELECT EXISTS (SELECT FROM nodes) AS used`.execute(db);
  if (rows[0]?.used) return "This database has nodes already; the demo fleet is for an empty one.";
  await createDemo(db, now);
  return (await findDemo(db)) ?? "The demo fleet was removed from this database.";
};

/** After retention dropped old chunks: the dataset begins no earlier than what is stored. */
export const trimDataset = async (db: Kysely<Database>, dataset_id: string): Promise<void> => {
  await sql`
    UPDATE fiber.datasets SET first_time = oldest.range_start
    FROM (SELECT min(range_start) AS range_start FROM timescaledb_information.chunks
          WHERE hypertable_schema = 'public' AND hypertable_name = 'metrics') AS oldest
    WHERE dataset_id = ${dataset_id} AND first_time < oldest.range_start`.execute(db);
};
