import { invalidInput } from "#lib/errors.ts";
import type { AuditFilter, AuditOutcome } from "#lib/model/access.ts";

export const AUDIT_OUTCOMES: readonly AuditOutcome[] = ["done", "refused", "failed"];

export const AUDIT_PARAMETERS = ["actor", "action", "outcome", "since", "until"] as const;

type Values = Record<string, string | string[] | undefined>;

const text = (values: Values, name: string): string | undefined => {
  const value = values[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string" || value.length > 200 || value.includes("\u0000"))
    throw invalidInput(name, `${name} must be one text of at most 200 characters.`);
  return value;
};

const time = (values: Values, name: string): string | undefined => {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  if (!/^\d{4}-/.test(value) || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970)
    throw invalidInput(name, `${name} must be a time as 2026-11-22 or 2026-11-22T13:02:00Z.`);
  return date.toISOString();
};

/** The audit's filter as a URL has it. Throws `invalid_input` naming the parameter. */
export const readAuditFilter = (values: Values): AuditFilter => {
  const wanted = text(values, "outcome");
  const outcome = AUDIT_OUTCOMES.find((known) => known === wanted);
  if (wanted !== undefined && outcome === undefined)
    throw invalidInput("outcome", `outcome must be one of ${AUDIT_OUTCOMES.join(", ")}.`);
  return {
    actor: text(values, "actor"),
    action: text(values, "action"),
    outcome,
    since: time(values, "since"),
    until: time(values, "until"),
  };
};

/** The same filter as a query string without the question mark. */
export const auditSearch = (values: Values, more: Record<string, string> = {}): string => {
  const search = new URLSearchParams();
  for (const name of AUDIT_PARAMETERS) {
    const value = values[name];
    if (typeof value === "string" && value !== "") search.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) search.set(name, value);
  return search.toString();
};
