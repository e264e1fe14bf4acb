import type { ColumnType, Generated } from "kysely";

/** A probe. */
export type NodesTable = {
  node_id: Generated<string>;
  node_name: string;
  region: string | null;
  created_at: Generated<string>;
  first_seen_at: ColumnType<string | null, Date | string | null | undefined, Date | string | null>;
  last_seen_at: ColumnType<string | null, Date | string | null | undefined, Date | string | null>;
  interval_seconds: Generated<number>;
  origin: Generated<"probe" | "demo" | "import">;
};
