import { CopyButton } from "#components/ui/copy-button.client.tsx";

/** Statements to read and copy; a long one scrolls, by key too. */
export function SqlBlock({ sql, label }: { sql: string; label: string }) {
  return (
    <div className="min-w-0 rounded-md border">
      <div className="flex items-center justify-between border-b py-0.5 pr-1 pl-3">
        <span className="text-12 text-ink-3">SQL that mends it · read it before you run it</span>
        <CopyButton text={sql} label="Copy" name={`Copy the SQL: ${label}`} />
      </div>
      <pre
        tabIndex={0}
        role="region"
        aria-label={`SQL: ${label}`}
        className="max-h-56 overflow-auto bg-sunken px-3 py-2 font-mono text-12 leading-[1.5]"
      >
        {sql}
      </pre>
    </div>
  );
}
