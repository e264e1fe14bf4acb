"use client";

import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { serverQuery, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import { formatDuration, formatRecentTime } from "#lib/format.ts";
import type { ServerHealth } from "#lib/model/server.ts";
import type { Problem } from "#lib/problem.ts";
import { recordsCsv } from "#lib/records-csv.ts";
import { judgeSettings } from "#lib/server-rules.ts";
import type { SettingFinding } from "#lib/server-rules.ts";
import { serverLines } from "#lib/server-words.ts";
import type { ServerLine } from "#lib/server-words.ts";
import { AnswerPanel } from "./answer-panel.client.tsx";

type Props = { initial: ServerHealth | undefined; initialProblem: Problem | undefined };

/** How the server around the database is, and which of its settings hurt this database. */
export function ServerPanel(props: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<ServerHealth>({ options: serverQuery(), ...props, choice: STORAGE_CHOICE });
  const { data } = answer;
  return (
    <AnswerPanel
      title="Server"
      source={data ? sourceText(data, zone) : ""}
      answer={answer}
      height={390}
      flush
      menu={
        <PanelMenu
          title="Server"
          sql={storagePath("server")}
          {...(data ? { csv: () => recordsCsv(serverLines(data, zone), ["name", "level", "text", "note"]) } : {})}
        />
      }
    >
      {(health) => (
        <div className="grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <dl className="border-t">
            {serverLines(health, zone).map((line) => (
              <Line key={line.name} of={line} />
            ))}
          </dl>
          <Settings findings={judgeSettings(health)} />
        </div>
      )}
    </AnswerPanel>
  );
}

const MARKS: Record<ServerLine["level"], Mark> = {
  good: "online",
  late: "late",
  bad: "bad",
  unseen: "silent",
  absent: "never",
};

function Line({ of }: { of: ServerLine }) {
  return (
    <div className="grid grid-cols-[minmax(0,9.5rem)_minmax(0,1fr)] gap-x-3 border-b px-4 py-1.5 text-13 last:border-b-0 max-md:grid-cols-1">
      <dt className="flex items-baseline gap-1.5 text-ink-2">
        <StatusMark mark={MARKS[of.level]} label="none" className="translate-y-px" />
        {of.name}
      </dt>
      <dd className="min-w-0 break-words tabular-nums max-md:pl-[18px]">
        <span
          className={
            of.level === "bad" ? "text-bad" : of.level === "absent" || of.level === "unseen" ? "text-ink-3" : ""
          }
        >
          {of.text}
        </span>
        {of.note ? <span className="block text-12 text-ink-3">{of.note}</span> : null}
      </dd>
    </div>
  );
}

function Settings({ findings }: { findings: SettingFinding[] }) {
  return (
    <section aria-label="Settings that hurt" className="border-t xl:border-l">
      <h3 className="px-4 pt-2 pb-1 text-13 font-medium">Settings that hurt this database</h3>
      {findings.length === 0 ? (
        <p className="px-4 pb-3 text-13 text-ink-3">None of those that are known to.</p>
      ) : (
        <ul>
          {findings.map((of) => (
            <li key={of.name} className="border-b px-4 py-1.5 text-13 last:border-b-0">
              <p className="flex items-baseline gap-1.5">
                <StatusMark
                  mark={of.severity === "bad" ? "degraded" : "silent"}
                  label="none"
                  className="translate-y-px"
                />
                <span className="font-mono text-12">
                  {of.name} = {of.shown}
                </span>
              </p>
              <p className="text-12 text-ink-2">{of.reason}</p>
              <p className="font-mono text-12 break-words text-ink-3">
                {of.remedy}
                {of.restart ? "  -- takes effect at a restart" : ""}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const sourceText = (health: ServerHealth, zone: string): string =>
  [
    `PostgreSQL ${health.postgres_version}`,
    `up ${formatDuration((Date.parse(health.as_of) - Date.parse(health.started_at)) / 1000)}`,
    "the server's own counters",
    `read ${formatRecentTime(health.as_of, zone, health.as_of)}`,
  ].join(" · ");
