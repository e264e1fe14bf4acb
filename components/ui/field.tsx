import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn.ts";

const INPUT =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-panel px-2 text-13 disabled:opacity-50 aria-invalid:border-bad";

type FieldProps = ComponentProps<"input"> & {
  label: string;
  /** One muted line below. */
  hint?: ReactNode;
  /** What is wrong with the value; replaces the hint. */
  error?: string | undefined;
};

/** A text field with its label above and what is wrong with it below. */
export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <label className={cn("flex min-w-0 flex-col gap-1", className)}>
      <span className="text-12 text-ink-2">{label}</span>
      <input {...rest} aria-invalid={error !== undefined} aria-describedby={note ? id : undefined} className={INPUT} />
      {note ? (
        <span id={id} role={error ? "alert" : undefined} className={cn("text-12", error ? "text-bad" : "text-ink-3")}>
          {note}
        </span>
      ) : null}
    </label>
  );
}

type SelectProps = ComponentProps<"select"> & {
  label: string;
  options: readonly { value: string; label: string }[];
};

/** One of a few, as the platform shows it. */
export function SelectField({ label, options, className, ...rest }: SelectProps) {
  return (
    <label className={cn("flex min-w-0 flex-col gap-1", className)}>
      <span className="text-12 text-ink-2">{label}</span>
      <select {...rest} className={INPUT}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

type CheckProps = ComponentProps<"input"> & { label: string; hint?: string };

/** On or off, with what it means. */
export function CheckField({ label, hint, className, ...rest }: CheckProps) {
  return (
    <label className={cn("flex min-h-8 items-center gap-2 text-13", className)}>
      <input {...rest} type="checkbox" className="size-4 accent-(--accent)" />
      <span>
        {label}
        {hint ? <span className="text-ink-3"> · {hint}</span> : null}
      </span>
    </label>
  );
}
