"use client";

import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FiberError } from "#lib/errors.ts";
import { parseRange, resolveRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { fromLocalField, toLocalField, zoneLabel } from "#lib/time-zone.ts";
import { useNow } from "./use-now.ts";
import { useTimeZone } from "./zone.client.tsx";

const EXAMPLE = "2026-11-22 13:02";

type Fields = { from: string; to: string };

/** Two fields like "2026-11-22 13:02" in the zone that times are shown in. What is wrong with them is said below. */
export function CustomRange({ choice, onChoose }: { choice: RangeChoice; onChoose: (choice: RangeChoice) => void }) {
  const { zone } = useTimeZone();
  const now = useNow();
  const id = useId();
  const [fields, setFields] = useState<Fields>(() => {
    const { from, to } = resolveRange(choice, new Date());
    return { from: fieldText(from, zone), to: fieldText(to, zone) };
  });
  const [error, setError] = useState<string>();
  const apply = () => {
    const read = readFields(fields, zone);
    if (typeof read === "string") setError(read);
    else onChoose(read);
  };
  const field = (name: keyof Fields) => (
    <label className="flex items-center gap-2">
      <span className="w-10 text-12 text-ink-3">{name}</span>
      <input
        type="text"
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        placeholder={EXAMPLE}
        value={fields[name]}
        aria-describedby={error ? id : undefined}
        aria-invalid={error !== undefined}
        onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
        className="figure h-8 flex-1 rounded-md border border-line-strong bg-panel px-2 text-13"
      />
    </label>
  );
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {field("from")}
      {field("to")}
      <div className="flex items-center justify-between gap-2 pl-12">
        <span className="min-w-0 truncate text-12 text-ink-3">{zoneLabel(now, zone)}</span>
        <Button type="submit">Apply</Button>
      </div>
      {error ? (
        <p id={id} role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
    </form>
  );
}

const fieldText = (time: Date, zone: string): string => toLocalField(time.getTime(), zone).replace("T", " ");

function readFields(fields: Fields, zone: string): RangeChoice | string {
  const from = fromLocalField(fields.from, zone);
  const to = fromLocalField(fields.to, zone);
  if (from === null) return `from is not a time; write it like ${EXAMPLE}.`;
  if (to === null) return `to is not a time; write it like ${EXAMPLE}.`;
  if (to <= from) return "to must be later than from.";
  try {
    return parseRange({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  } catch (error) {
    if (error instanceof FiberError) return error.message;
    throw error;
  }
}
