import type { Generated } from "kysely";

/** Findings that somebody does not want to be told of until a time, and why. */
export type FindingSnoozesTable = {
  finding_id: string;
  reason: string;
  until: string;
  snoozed_by: string;
  snoozed_at: Generated<string>;
};

/** When the embedded database's runner of jobs looked last, to the minute. One row. */
export type JobRunnerTable = { only_row: Generated<boolean>; looked_at: string };
