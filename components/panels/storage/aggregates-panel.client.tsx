"use client";

import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { Time, useTimeZone } from "#components/shell/zone.client.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { aggregatesQuery, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { bucketText } from "#lib/chart-source.ts";
import { promiseOf } from "#lib/chart-storage.ts";
import type { AggregatePromise } from "#lib/chart-storage.ts";
import { formatBytes, formatCount, formatDuration, formatRecentTime } from "#lib/format.ts";
import { holesOf } from "#lib/holes.ts";
import type { Hole } from "#lib/holes.ts";
import type { Aggregate, DatabaseOverview } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";
import { AnswerPanel } from "./answer-panel.client.tsx";
import { EditionMessage } from "./edition-message.tsx";
import { LongList } from "./long-list.tsx";

type AggregatesPanelProps = {
  initial: Items<Aggregate> | undefined;
  initialProblem: Problem | undefined;
  edition: DatabaseOverview["edition"] | undefined;
};

/** How far each continuous aggregate can be believed. */
export function AggregatesPanel({ edition, ...start }: AggregatesPanelProps) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<Items<Aggregate>>({ options: aggregatesQuery(), ...start, choice: STORAGE_CHOICE });
  const read = answer.data ? ` · read ${formatRecentTime(answer.data.as_of, zone, answer.data.as_of)}` : "";
  return (
    <AnswerPanel
      title="Continuous aggregates"
      source={`watermarks against the promise of each policy${read}`}
      answer={answer}
      height={240}
      flush
      menu={<PanelMenu title="Continuous aggregates" sql={storagePath("aggregates")} />}
    >
      {({ items, as_of }) =>
        items.length === 0 ? (
          <EditionMessage edition={edition} what="continuous aggregates" remedy="npx fiber db migrate makes them." />
        ) : (
          <LongList label="All continuous aggregates">
            {items.map((aggregate) => (
              <AggregateRow
                key={`${aggregate.view_schema}.${aggregate.view_name}`}
                of={aggregate}
                now_ms={Date.parse(as_of)}
              />
            ))}
          </LongList>
        )
      }
    </AnswerPanel>
  );
}

const MARKS: Record<AggregatePromise, Mark> = {
  kept: "online",
  broken: "bad",
  unpromised: "never",
  idle: "late",
  open: "online",
  ahead: "degraded",
  nothing: "silent",
  unknown: "never",
  not_permitted: "silent",
};

function AggregateRow({ of, now_ms }: { of: Aggregate; now_ms: number }) {
  return (
    <li className="border-t px-4 py-2.5">
      <h3 className="flex items-baseline gap-2 text-13">
        <KeepLink
          href={`/storage/${encodeURIComponent(of.view_name)}`}
          className="truncate font-medium hover:underline"
        >
          {of.view_name}
        </KeepLink>
        <span className="figure ml-auto shrink-0 text-ink-2">{formatBytes(of.total_bytes)}</span>
      </h3>
      <p className="flex items-baseline gap-1.5 text-13">
        <StatusMark mark={MARKS[promiseOf(of)]} label="none" className="translate-y-px" />
        <span>
          <Freshness of={of} />
        </span>
      </p>
      <Holes of={of} now_ms={now_ms} />
      <p className="text-12 text-ink-3">
        {of.bucket_seconds === null ? "" : `${bucketText(of.bucket_seconds)} buckets of `}
        {of.source_name} ·{" "}
        {of.real_time ? "real-time: what is newer is computed when read" : "materialized only: what is newer is absent"}{" "}
        · {windowText(of)}
      </p>
    </li>
  );
}

const windowText = ({ window }: Aggregate): string => {
  if (window === null) return "no refresh policy";
  const from = window.start_seconds === null ? "the beginning" : formatDuration(window.start_seconds);
  const every = `refreshes ${from} to ${formatDuration(window.end_seconds)} ago every ${formatDuration(window.schedule_seconds)}`;
  return window.scheduled ? every : `${every}, but does not run`;
};

const spanText = (holes: Hole[]) => formatDuration(holes.reduce((sum, h) => sum + h.to_ms - h.from_ms, 0) / 1000, 2);

/** What is missing below the watermark: what waits for the next run, and what no run reaches. */
function Holes({ of, now_ms }: { of: Aggregate; now_ms: number }) {
  const holes = holesOf(of, now_ms);
  if (holes === null)
    return of.materialized_state === "known" ? (
      <p className="text-12 text-ink-3">Whether it has holes, this server does not tell.</p>
    ) : null;
  const waiting = holes.filter(({ reach }) => reach === "next_run");
  const stuck = holes.filter(({ reach }) => reach !== "next_run");
  if (stuck.length === 0 && waiting.length === 0) return <p className="text-12 text-ink-3">No holes below that.</p>;
  return (
    <p className="text-12">
      {stuck.length > 0 ? (
        <span className="text-bad">
          {formatCount(stuck.length)} {stuck.length === 1 ? "hole" : "holes"} of {spanText(stuck)} that no run reaches,
          from <Time at={new Date(stuck[0]?.from_ms ?? 0).toISOString()} /> to{" "}
          <Time at={new Date(stuck.at(-1)?.to_ms ?? 0).toISOString()} />.{" "}
        </span>
      ) : null}
      {waiting.length > 0 ? (
        <span className="text-ink-2">{spanText(waiting)} changed since and waits for the next run.</span>
      ) : null}
    </p>
  );
}

function Freshness({ of }: { of: Aggregate }) {
  const promise = promiseOf(of);
  if (promise === "unknown") return "This server does not tell how far it is materialized.";
  if (promise === "not_permitted")
    return "Not permitted: this role may not read it, so how far it is materialized is not shown. GRANT SELECT on it.";
  if (promise === "nothing") return "Nothing is materialized yet.";
  const behind = formatDuration(Math.abs(of.behind_seconds ?? 0), 2);
  const until = (
    <>
      materialized to <Time at={of.materialized_until} />,{" "}
    </>
  );
  if (promise === "open")
    return (
      <>
        {until}
        {behind} ahead of now: the bucket that still fills is stored, and its newest rows come with the next refresh
      </>
    );
  if (promise === "ahead")
    return (
      <>
        {until}
        {behind} ahead of now. Rows with a time in the future, or a refresh past now, put its mark there: until now
        reaches it, real-time reads skip new rows, which appear at the next refresh only
      </>
    );
  if (promise === "unpromised")
    return (
      <>
        {until}
        {behind} behind; no policy refreshes it
      </>
    );
  const promised = formatDuration(of.promised_seconds, 2);
  return promise === "kept" || promise === "idle" ? (
    <>
      {until}
      {behind} behind, within its promise of {promised}
      {promise === "idle" ? ", which nothing keeps now: its policy does not run" : ""}
    </>
  ) : (
    <>
      {until}
      <span className="text-bad">
        {behind} behind, past its promise of {promised}
      </span>
    </>
  );
}
