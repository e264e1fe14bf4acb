"use client";

import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import { saveText } from "#components/ui/save-text.ts";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { reportPath } from "#lib/api/report.ts";
import {
  durationQuantity,
  formatCount,
  formatDay,
  formatDuration,
  formatPercent,
  formatTime,
  percentQuantity,
} from "#lib/format.ts";
import type { Node } from "#lib/model/node.ts";
import type { ServiceCounts, ServiceLevel } from "#lib/model/service-level.ts";
import { depthText, lengthText, OUTAGE_WORDS, outageTotals } from "#lib/outages.ts";
import { accountingSentences, addCounts, judge, periodsOf, serviceCsv } from "#lib/service-level.ts";

type ReportProps = { node: Node; report: ServiceLevel };

const CELL = "h-8 border-b border-line px-3 first:pl-0 last:pr-0 whitespace-nowrap print:h-6";

/** The report: verdict, what it was reckoned by, days or months, outages. Printed as it stands. */
export function ReportView({ node, report }: ReportProps) {
  const { time_zone } = report;
  const day = (iso: string) => formatDay(iso, time_zone);
  const file = `${node.node_name}-service-level`;
  return (
    <>
      <header className="flex flex-wrap items-end justify-between gap-2">
        <div>
          <h1 className="text-20 font-medium">Service level of {node.node_name}</h1>
          <p className="figure text-13 text-ink-2">
            {formatTime(report.from, time_zone)} to {formatTime(report.to, time_zone)}, {time_zone}
          </p>
        </div>
        <div className="flex gap-2 print:hidden">
          <KeepLink href={`/nodes/${node.node_id}`} className={buttonClass()}>
            To the node
          </KeepLink>
          <Button onClick={() => saveText(`${file}.csv`, "text/csv", serviceCsv(report, day))}>
            <Download size={14} aria-hidden="true" />
            CSV
          </Button>
        </div>
      </header>
      <Verdict report={report} />
      <Panel title="Accounting" source={`reckoned ${formatTime(report.as_of, time_zone)}`}>
        <ul className="grid gap-1 text-13">
          {accountingSentences(report).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Panel>
      <Panel
        title={report.days.length > 62 ? "Months" : "Days"}
        source={`counts of measurements · ${time_zone}`}
        menu={
          <PanelMenu
            title="Service level"
            file={file}
            sql={reportPath(node.node_id, report)}
            csv={() => serviceCsv(report, day)}
          />
        }
      >
        <Periods report={report} periods={periodsOf(report.days, day)} />
      </Panel>
      <Outages node={node} report={report} />
    </>
  );
}

function Verdict({ report }: { report: ServiceLevel }) {
  const counts = addCounts(report.days);
  const { counted, uptime_pct, met, budget, budget_left } = judge(counts, report.accounting);
  const seconds = report.interval_seconds;
  const mark = met === null ? undefined : met ? ("online" as const) : ("bad" as const);
  const left = durationQuantity(Math.abs(budget_left) * seconds, 2);
  return (
    <StatRow label="Verdict" className="print:grid-cols-4">
      <Stat
        label={`objective ${report.accounting.objective_milli / 1000} %`}
        quantity={{ value: met === null ? "–" : met ? "met" : "missed", unit: "", spoken: "objective" }}
        {...(mark ? { mark } : {})}
        source={`${formatCount(counted)} measurements count`}
      />
      <Stat label="uptime" quantity={percentQuantity(uptime_pct, 3)} source="of what counts" />
      <Stat
        label={budget_left < 0 ? "error budget overspent by" : "error budget left"}
        quantity={left}
        source={`of ${formatDuration(budget * seconds, 2)}`}
      />
      <Stat
        label="probe silent"
        quantity={durationQuantity(counts.missing * seconds, 2)}
        source={`${formatCount(counts.missing)} not received`}
      />
    </StatRow>
  );
}

/** A table that is scrolled sideways where it is wider than the screen, by key too, and stands whole on paper. */
function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div tabIndex={0} role="region" aria-label={label} className="overflow-x-auto print:overflow-visible">
      <table className="w-full border-separate border-spacing-0 text-13">{children}</table>
    </div>
  );
}

const HEADINGS = ["period", "received", "of them up", "not received", "counts", "uptime", "objective"];

function Periods({ report, periods }: { report: ServiceLevel; periods: { name: string; counts: ServiceCounts }[] }) {
  const rows = [...periods, { name: "all", counts: addCounts(report.days) }];
  return (
    <Scrolled label="Service level by period">
      <caption className="sr-only">Service level by period</caption>
      <thead className="text-12 text-ink-3">
        <tr>
          {HEADINGS.map((heading) => (
            <th key={heading} scope="col" className={`${CELL} text-right font-normal first:text-left`}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, counts }) => {
          const { counted, uptime_pct, met } = judge(counts, report.accounting);
          const figures = [counts.received, counts.received_up, counts.missing, counted].map(formatCount);
          return (
            <tr key={name} className="break-inside-avoid last:font-medium">
              <th scope="row" className={`${CELL} figure text-left font-normal`}>
                {name}
              </th>
              {figures.map((figure, index) => (
                <td key={HEADINGS[index + 1]} className={`${CELL} figure text-right`}>
                  {figure}
                </td>
              ))}
              <td className={`${CELL} figure text-right`}>{formatPercent(uptime_pct, 3)}</td>
              <td className={`${CELL} text-right`}>
                {met === null ? (
                  "nothing counts"
                ) : (
                  <StatusMark mark={met ? "online" : "bad"} text={met ? "met" : "missed"} />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </Scrolled>
  );
}

/** Where there is room: not on a telephone, always on paper. */
const ROOMY = "max-md:hidden print:table-cell";

const OUTAGE_HEADINGS = [
  { text: "what", className: "text-left" },
  { text: "start", className: "text-left" },
  { text: "end", className: `text-left ${ROOMY}` },
  { text: "length", className: "text-right" },
  { text: "depth", className: `text-left ${ROOMY}` },
];

function Outages({ node, report: { outages, time_zone } }: ReportProps) {
  const exact = outages.source === "metrics";
  return (
    <Panel title="Outages and silences" source={`${outageTotals(outages)} · maintenance included`}>
      {outages.outages.length === 0 ? (
        <PanelMessage kind="empty" title="No outage and no silence in this range." />
      ) : (
        <Scrolled label="Outages and silences, newest first">
          <caption className="sr-only">Outages and silences, newest first</caption>
          <thead className="text-12 text-ink-3">
            <tr>
              {OUTAGE_HEADINGS.map(({ text, className }) => (
                <th key={text} scope="col" className={`${CELL} ${className} font-normal`}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {outages.outages.map((outage) => (
              <tr key={`${outage.kind} ${outage.from}`} className="break-inside-avoid">
                <th scope="row" className={`${CELL} text-left font-normal`}>
                  <StatusMark mark={outage.kind} text={OUTAGE_WORDS[outage.kind]} />
                </th>
                <td className={`${CELL} figure`}>
                  {outage.began_before ? "before " : ""}
                  {formatTime(outage.from, time_zone)}
                </td>
                <td className={`${CELL} figure ${ROOMY}`}>
                  {outage.open ? "not ended" : formatTime(outage.to, time_zone)}
                </td>
                <td className={`${CELL} figure text-right`}>{lengthText(outage, node.interval_seconds, exact)}</td>
                <td className={`${CELL} figure text-ink-2 ${ROOMY}`}>{depthText(outage)}</td>
              </tr>
            ))}
          </tbody>
        </Scrolled>
      )}
      {outages.more > 0 ? (
        <p className="pt-2 text-12 text-ink-3">and {formatCount(outages.more)} more, older than these</p>
      ) : null}
    </Panel>
  );
}
