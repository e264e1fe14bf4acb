import type { AuditEvent } from "#lib/model/access.ts";
import { csvCell } from "#lib/records-csv.ts";

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

export const auditCsvHeader = (): string => `${COLUMNS.join(",")}\r\n`;

export const auditCsvRow = (event: AuditEvent): string =>
  `${COLUMNS.map((name) => csvCell(event[name])).join(",")}\r\n`;
