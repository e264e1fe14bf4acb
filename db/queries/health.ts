import { type Kysely, sql } from "kysely";
import type { Database } from "../schema/index.ts";

export type ServerVersions = {
  /** `timescale` (Community), `apache`, or null when the extension is absent. */
  edition: "timescale" | "apache" | null;
  timescaledb: string | null;
  postgres: string;
};

/** What answers, in one query that reads no data. */
export const getServerVersions = async (db: Kysely<Database>): Promise<ServerVersions> => {
  const { rows } = await sql<ServerVersions>`
    SELECT current_setting('timescaledb.license', true) AS edition,
           (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescaledb,
           current_setting('server_version') AS postgres`.execute(db);
  return rows[0]!;
};
