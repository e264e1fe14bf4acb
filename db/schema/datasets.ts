import type { ColumnType, Generated } from "kysely";

/** Measurements that did not come from live probes. */
export type DatasetsTable = {
  dataset_id: Generated<string>;
  kind: "demo" | "import";
  title: string;
  credit: string | null;
  /** SHA-256 of the imported bytes, by which a second import is known; null for the demo fleet. */
  content_sha256: string | null;
  shift_seconds: Generated<number>;
  first_time: ColumnType<string | null, Date | string | null | undefined, Date | string | null>;
  last_time: ColumnType<string | null, Date | string | null | undefined, Date | string | null>;
  created_at: Generated<string>;
};

export type DatasetNodesTable = { dataset_id: string; node_id: string };

/** A declared policy that was once put in force. */
export type PoliciesTable = {
  policy_name: string;
  declared: ColumnType<unknown, string, string>;
  applied_at: Generated<string>;
};
