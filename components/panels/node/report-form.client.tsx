"use client";

import { Printer } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, SelectField } from "#components/ui/field.tsx";

/** A report is reckoned on the server: another zone in the address is another report. */
function useZoneOfReport() {
  const router = useRouter();
  const zone = useSearchParams().get("tz");
  const reckoned = useRef(zone);
  useEffect(() => {
    if (reckoned.current === zone) return;
    reckoned.current = zone;
    router.refresh();
  }, [router, zone]);
}

type ReportFormProps = { search: Record<string, string | string[] | undefined> };

const SILENCES = [
  { value: "out", label: "is left out" },
  { value: "down", label: "counts as down" },
  { value: "up", label: "counts as up" },
];
const KEPT = ["range", "from", "to", "tz"];

/** The accounting of a report, kept in the address. Not printed: the report says what was chosen. */
export function ReportForm({ search }: ReportFormProps) {
  useZoneOfReport();
  const text = (name: string, otherwise = "") => [search[name] ?? otherwise].flat().join(", ");
  return (
    <form method="get" className="flex flex-wrap items-end gap-3 print:hidden" aria-label="Accounting of the report">
      {KEPT.map((name) =>
        typeof search[name] === "string" ? <input key={name} type="hidden" name={name} value={search[name]} /> : null,
      )}
      <Field
        label="Objective, %"
        name="objective"
        inputMode="decimal"
        defaultValue={text("objective", "99.9")}
        className="w-28"
      />
      <SelectField
        label="Probe silent"
        name="silence"
        defaultValue={text("silence", "out")}
        options={SILENCES}
        className="w-40"
      />
      <Field
        label="Down above loss, %"
        name="loss_max"
        inputMode="decimal"
        placeholder="no limit"
        defaultValue={text("loss_max")}
        className="w-36"
      />
      <Field
        label="Maintenance, from/to in UTC"
        name="maintenance"
        placeholder="2026-11-22T01:00Z/2026-11-22T03:00Z, …"
        defaultValue={text("maintenance")}
        className="min-w-64 flex-1"
      />
      <Button type="submit" look="accent">
        Apply
      </Button>
      <Button onClick={() => window.print()}>
        <Printer size={14} aria-hidden="true" />
        Print
      </Button>
    </form>
  );
}
