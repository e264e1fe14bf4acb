import { csvLine } from "#lib/csv.ts";
import type { AuditEvent } from "#lib/model/access.ts";

const COLUMNS = [
  "event_id",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "address",
  "action",
  "subject",
  "outcome",
  "detail",
] as const;

export const auditCsvHeader = (): string => csvLine(COLUMNS);

export const auditCsvRow = (event: AuditEvent): string => csvLine(COLUMNS.map((name) => event[name]));
