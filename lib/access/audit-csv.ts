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

/** A cell that a spreadsheet takes as text: what begins like a formula gets a quote in front. */
const cell = (value: unknown): string => {
  const plain =
    value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  const text = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const auditCsvHeader = (): string => `${COLUMNS.join(",")}\r\n`;

export const auditCsvRow = (event: AuditEvent): string => `${COLUMNS.map((name) => cell(event[name])).join(",")}\r\n`;
