"use client";

import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
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
  return (
    <>
      <header>
        <h1 className="text-20 font-medium">Service level of {node.node_name}</h1>
        <p className="figure text-13 text-ink-2">
          {formatTime(report.from, time_zone)} to {formatTime(report.to, time_zone)}, {time_zone}
        </p>
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
            file={`${node.node_name}-service-level`}
            sql={reportPath(node.node_id, report)}
            csv={() => serviceCsv(report, day)}
          />
        }
        bodyClassName="overflow-x-auto print:overflow-visible"
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
    <StatRow label="Verdict">
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

const HEADINGS = ["period", "received", "of them up", "not received", "counts", "uptime", "objective"];

function Periods({ report, periods }: { report: ServiceLevel; periods: { name: string; counts: ServiceCounts }[] }) {
  const rows = [...periods, { name: "all", counts: addCounts(report.days) }];
  return (
    <table className="w-full border-separate border-spacing-0 text-13">
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
            <tr key={name} className="last:font-medium">
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
    </table>
  );
}

function Outages({ node, report: { outages, time_zone } }: ReportProps) {
  const exact = outages.source === "metrics";
  return (
    <Panel
      title="Outages and silences"
      source={`${outageTotals(outages)} · maintenance included`}
      bodyClassName="overflow-x-auto"
    >
      {outages.outages.length === 0 ? (
        <PanelMessage kind="empty" title="No outage and no silence in this range." />
      ) : (
        <ul className="grid text-13">
          {outages.outages.map((outage) => (
            <li key={`${outage.kind} ${outage.from}`} className="flex flex-wrap gap-x-4 border-b border-line py-1">
              <StatusMark mark={outage.kind} text={OUTAGE_WORDS[outage.kind]} className="w-32" />
              <span className="figure">
                {formatTime(outage.from, time_zone)} to {outage.open ? "not ended" : formatTime(outage.to, time_zone)}
              </span>
              <span className="figure">{lengthText(outage, node.interval_seconds, exact)}</span>
              <span className="figure text-ink-2">{depthText(outage)}</span>
            </li>
          ))}
        </ul>
      )}
      {outages.more > 0 ? (
        <p className="pt-2 text-12 text-ink-3">and {formatCount(outages.more)} more, older than these</p>
      ) : null}
    </Panel>
  );
}
