import type { Metadata } from "next";
import { requirePage } from "#app/guard.ts";
import { settle } from "#app/settle.ts";
import { AuditFilterForm } from "#components/panels/access/audit-filter-form.tsx";
import { AuditTable } from "#components/panels/access/audit-table.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import { listAudit } from "#db/access/audit.ts";
import { accessDatabase } from "#db/access/server.ts";
import { auditSearch, readAuditFilter } from "#lib/access/audit-filter.ts";

export const metadata: Metadata = { title: "Audit" };

const PAGE_ROWS = 100;

type Search = Record<string, string | string[] | undefined>;

const readBefore = ({ before }: Search): number | undefined =>
  typeof before === "string" && /^\d{1,15}$/.test(before) ? Number(before) : undefined;

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  await requirePage("admin");
  const search = await searchParams;
  const { initial: events, initialProblem } = await settle(async () =>
    listAudit(accessDatabase(), readAuditFilter(search), { limit: PAGE_ROWS, before: readBefore(search) }),
  );
  const last = events?.at(-1);
  const exports = (["csv", "ndjson"] as const).map((format) => (
    <a key={format} href={`/api/v1/audit?${auditSearch(search, { format })}`} download className={buttonClass()}>
      {format.toUpperCase()}
    </a>
  ));
  return (
    <>
      <h1 className="sr-only">Audit</h1>
      <Panel title="Audit" source="who did what, newest first · nobody can change or remove a row" menu={exports} flush>
        <AuditFilterForm values={search} />
        {initialProblem ? <ProblemMessage problem={initialProblem} /> : null}
        {events && events.length > 0 ? <AuditTable events={events} /> : null}
        {events?.length === 0 ? <PanelMessage kind="empty" title="Nothing matches." /> : null}
        {events && events.length === PAGE_ROWS && last ? (
          <p className="border-t px-4 py-2">
            <a href={`?${auditSearch(search, { before: String(last.event_id) })}`} className={buttonClass()}>
              Older
            </a>
          </p>
        ) : null}
      </Panel>
    </>
  );
}
