/** A statement that a panel's figures rest on, as it was executed. */
export type Statement = {
  /** As prepared, with $1, $2 … in place of the parameters. */
  sql: string;
  parameters: StatementParameter[];
  /** From sending it to its last row, waiting for a connection excluded. */
  duration_ms: number;
  failed: boolean;
};

/** Times are ISO 8601 UTC. */
export type StatementParameter = string | number | boolean | null | StatementParameter[];
