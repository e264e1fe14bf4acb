import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { Facts } from "#lib/advisor/facts.ts";
import { archiveFacts } from "./archive.ts";
import type { Capabilities } from "./capabilities.ts";
import { everyChunk } from "./every-chunk.ts";
import { jobAchievements } from "./job-facts.ts";
import { aggregateViews, knownHypertables } from "./storage-sql.ts";
import { tableFacts } from "./table-facts.ts";

export type ChunkFacts = Pick<Facts, "achievements" | "tables" | "archive">;

/** Times as they come outside of JSON. */
const revive = (_key: string, value: unknown): unknown =>
  typeof value === "string" && /^\d{4,}-\d\d-\d\dT[\d:.]+\+00:00$/.test(value) ? `${value.slice(0, -6)}Z` : value;

/** The rows of a question as JSON text; null for one that this server cannot be asked. */
const told = (question: RawBuilder<unknown> | undefined) =>
  question === undefined
    ? sql`NULL::text`
    : sql`(SELECT coalesce(json_agg(told), '[]')::text FROM (${question}
    ) told)`;

/**
 * What rests on the list of all chunks, by one statement: at 10,000 chunks that list takes longer than all that is then
 * asked of it. Each part is a statement of its own over `ca`, `known` and `every`. Reads the catalog, the
 * ledger of the archive and the sizes of a few files, never rows.
 */
export const getChunkFacts = async (db: Kysely<Database>, capabilities: Capabilities): Promise<ChunkFacts> => {
  const { rows } = await sql<Record<keyof ChunkFacts, string | null>>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables}, ${everyChunk(capabilities)}
    SELECT ${told(jobAchievements)} AS achievements,
           ${told(tableFacts)} AS tables,
           ${told(archiveFacts(capabilities))} AS archive`.execute(db);
  const read = <K extends keyof ChunkFacts>(key: K) =>
    JSON.parse(rows[0]?.[key] ?? "null", revive) as ChunkFacts[K] | null;
  return {
    achievements: read("achievements") ?? [],
    tables: read("tables") ?? [],
    archive: read("archive"),
  };
};
