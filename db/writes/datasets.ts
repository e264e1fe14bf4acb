import { type Kysely, type Selectable, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";

export type DatasetRow = Selectable<Database["fiber.datasets"]>;

/**
 * By which a second import of the same content is known. Content that was moved in time is another set of
 * measurements than the same content unmoved, and both may be stored.
 */
export const contentKey = (content_sha256: string, shifted: boolean): string =>
  shifted ? `shifted:${content_sha256}` : content_sha256;

/** The dataset of some content, if it was imported before. */
export const findImport = (db: Kysely<Database>, content_key: string): Promise<DatasetRow | undefined> =>
  db.selectFrom("fiber.datasets").selectAll().where("content_sha256", "=", content_key).executeTakeFirst();

export type ImportDataset = {
  content_key: string;
  /** undefined: the file's name on the first import, unchanged later. */
  title: string | undefined;
  default_title: string;
  credit: string | undefined;
  shift_seconds: number;
};

/**
 * The dataset of some content, made if it is not there. Of two imports at once both get the same one, with the shift
 * of the first. A title or credit that is given replaces the one stored.
 */
export const recordImport = (
  db: Kysely<Database>,
  { content_key, title, default_title, credit, shift_seconds }: ImportDataset,
): Promise<DatasetRow> =>
  db
    .insertInto("fiber.datasets")
    .values({
      kind: "import",
      title: title ?? default_title,
      credit: credit ?? null,
      content_sha256: content_key,
      shift_seconds,
    })
    .onConflict((conflict) =>
      conflict.column("content_sha256").doUpdateSet(({ ref }) => ({
        title: title === undefined ? ref("fiber.datasets.title") : title,
        credit: credit === undefined ? ref("fiber.datasets.credit") : credit,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();

/** Says that a dataset has measurements of these nodes. */
export const linkNodes = async (
  db: Kysely<Database>,
  dataset_id: string,
  node_ids: readonly string[],
): Promise<void> => {
  await sql`
    INSERT INTO fiber.dataset_nodes (dataset_id, node_id)
    SELECT ${dataset_id}::uuid, node_id FROM unnest(${[...node_ids]}::uuid[]) AS linked (node_id)
    ON CONFLICT DO NOTHING`.execute(db);
};

/** Moves the range of a dataset outward to these epoch milliseconds. */
export const widenDataset = async (
  db: Kysely<Database>,
  dataset_id: string,
  range: { first: number; last: number },
): Promise<void> => {
  await sql`
    UPDATE fiber.datasets
    SET first_time = least(first_time, ${new Date(range.first).toISOString()}::timestamptz),
        last_time = greatest(last_time, ${new Date(range.last).toISOString()}::timestamptz)
    WHERE dataset_id = ${dataset_id}`.execute(db);
};
