import { Button } from "#components/ui/button.tsx";
import { Field, SelectField } from "#components/ui/field.tsx";
import { AUDIT_OUTCOMES } from "#lib/access/audit-filter.ts";

type Values = Record<string, string | string[] | undefined>;

const OUTCOMES = [{ value: "", label: "any" }, ...AUDIT_OUTCOMES.map((value) => ({ value, label: value }))];

/** The filter, kept in the URL: a plain form, which works without scripts. */
export function AuditFilterForm({ values }: { values: Values }) {
  const given = (name: string): string => (typeof values[name] === "string" ? values[name] : "");
  return (
    <form
      method="get"
      className="grid grid-cols-2 items-end gap-3 px-4 pb-4 md:grid-cols-[1.4fr_1.2fr_1fr_1fr_1fr_auto]"
    >
      <Field label="Who or from where" name="actor" defaultValue={given("actor")} autoComplete="off" />
      <Field label="What" name="action" defaultValue={given("action")} autoComplete="off" placeholder="token.create" />
      <SelectField label="Outcome" name="outcome" options={OUTCOMES} defaultValue={given("outcome")} />
      <Field
        label="From (UTC)"
        name="since"
        defaultValue={given("since")}
        placeholder="2026-11-22"
        autoComplete="off"
      />
      <Field
        label="Before (UTC)"
        name="until"
        defaultValue={given("until")}
        placeholder="2026-11-23"
        autoComplete="off"
      />
      <Button type="submit">Filter</Button>
    </form>
  );
}
