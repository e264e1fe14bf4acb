"use client";

import { Button } from "#components/ui/button.tsx";
import { CheckField, Field, SelectField } from "#components/ui/field.tsx";
import { isScope, SCOPE_TEXT, SCOPES } from "#lib/access/roles.ts";
import type { NewTokenInput } from "./tokens-panel.client.tsx";

const DAYS = [
  { value: "", label: "when it is revoked" },
  { value: "30", label: "in 30 days" },
  { value: "90", label: "in 90 days" },
  { value: "365", label: "in a year" },
];

const DAY_MS = 86_400_000;

const readForm = (form: FormData): NewTokenInput => {
  const days = Number(form.get("days") || 0);
  const node_names = String(form.get("nodes"))
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return {
    name: String(form.get("name")),
    scopes: form.getAll("scopes").filter(isScope),
    expires_at: days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null,
    node_names: node_names.length > 0 ? node_names : null,
  };
};

/** Name, scopes, end and restriction of a new token. */
export function TokenForm({ pending, onMake }: { pending: boolean; onMake: (input: NewTokenInput) => void }) {
  return (
    <form action={(form) => onMake(readForm(form))} className="flex flex-col gap-3">
      <div className="grid gap-3 md:grid-cols-3">
        <Field label="Name" name="name" required maxLength={100} autoComplete="off" />
        <SelectField label="Ends" name="days" options={DAYS} />
        <Field label="Only these nodes" name="nodes" placeholder="all nodes" hint="Names, separated by commas." />
      </div>
      <fieldset className="flex flex-wrap items-center gap-x-6">
        <legend className="text-12 text-ink-2">May</legend>
        {SCOPES.map((scope) => (
          <CheckField key={scope} name="scopes" value={scope} label={scope} hint={SCOPE_TEXT[scope]} />
        ))}
      </fieldset>
      <div>
        <Button type="submit" look="accent" disabled={pending}>
          Make the token
        </Button>
      </div>
    </form>
  );
}
