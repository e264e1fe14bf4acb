"use client";

import { useQuery } from "@tanstack/react-query";
import { getStatements } from "#lib/api/get-statements.ts";
import { fixed } from "#lib/format.ts";
import type { Statement } from "#lib/model/statement.ts";
import { toProblem } from "#lib/problem.ts";
import { literalOf, runnableSql } from "#lib/sql-text.ts";
import { CopyButton } from "./copy-button.client.tsx";
import { Dialog } from "./dialog.client.tsx";
import { PanelMessage, PanelSkeleton } from "./panel.tsx";

type SqlDialogProps = {
  /** What the figures are of, for the title. */
  title: string;
  /** Routes of /api/v1 that answer for the panel, with their parameters. */
  paths: readonly string[];
  onClose: () => void;
};

/** The statements a panel's figures rest on, executed anew while it is open: text, parameters, milliseconds, to copy. */
export function SqlDialog({ title, paths, onClose }: SqlDialogProps) {
  return (
    <Dialog open onOpenChange={onClose} title={`SQL of ${title}`} form="wide">
      <Statements paths={paths} />
    </Dialog>
  );
}

function Statements({ paths }: { paths: readonly string[] }) {
  const { data, error } = useQuery({
    queryKey: ["statements", ...paths],
    queryFn: async ({ signal }) => (await Promise.all(paths.map((path) => getStatements(path, signal)))).flat(),
    // What is shown is one execution: it does not change under the reader's eyes, and the next opening asks anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (error) {
    return (
      <div className="flex min-h-60 flex-col">
        <PanelMessage kind="error" title="The statements could not be read.">
          {toProblem(error).message}
        </PanelMessage>
      </div>
    );
  }
  if (!data) {
    return (
      <div className="min-h-60 px-4 pb-4">
        <PanelSkeleton rows={8} label="Executing the statements" />
      </div>
    );
  }
  const sum_ms = data.reduce((sum, { duration_ms }) => sum + duration_ms, 0);
  return (
    <div className="grid min-h-60 grid-cols-[minmax(0,1fr)] content-start gap-4 px-4 pb-4">
      <div className="flex items-center gap-3">
        <p className="flex-1 text-13 text-ink-2">
          {data.length === 1 ? "One statement" : `${data.length} statements`}, executed just now as{" "}
          <code className="font-mono text-12">fiber_reader</code> in{" "}
          <span className="figure">{fixed(sum_ms, 1)}&nbsp;ms</span> together.
        </p>
        <CopyButton text={data.map(runnableSql).join("\n\n")} label="Copy all" />
      </div>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {data.map((statement, index) => (
          <StatementItem key={index} statement={statement} place={index + 1} />
        ))}
      </ol>
    </div>
  );
}

function StatementItem({ statement, place }: { statement: Statement; place: number }) {
  const { sql, parameters, duration_ms, failed } = statement;
  return (
    <li className="min-w-0 rounded-md border">
      <div className="flex items-center gap-3 border-b py-1 pr-1 pl-3">
        <h3 className="figure flex-1 text-12 text-ink-2">
          {place} · {fixed(duration_ms, 1)}&nbsp;ms{failed ? " · failed" : ""}
        </h3>
        <CopyButton text={runnableSql(statement)} label="Copy" name={`Copy statement ${place}`} />
      </div>
      <pre
        // A long statement scrolls: by key, too.
        tabIndex={0}
        role="region"
        aria-label={`Statement ${place}`}
        className="max-h-80 overflow-auto bg-sunken px-3 py-2 font-mono text-12 leading-[1.5]"
      >
        {sql}
      </pre>
      {parameters.length === 0 ? null : (
        <dl className="flex flex-wrap gap-x-4 gap-y-1 border-t px-3 py-2 font-mono text-12">
          {parameters.map((value, index) => (
            <div key={index} className="flex min-w-0 gap-1.5">
              <dt className="text-ink-3">${index + 1}</dt>
              <dd className="min-w-0 break-all">{literalOf(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
