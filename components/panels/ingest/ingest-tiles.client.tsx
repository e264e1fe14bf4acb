"use client";

import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { activityQuery, INGEST_CHOICE, lateDaysQuery } from "#lib/api/ingest.ts";
import { batchText, lagText, rangeSeconds, rateText } from "#lib/chart-ingest.ts";
import { countQuantity, formatCount, formatDuration, formatRecentTime } from "#lib/format.ts";
import type { Quantity } from "#lib/format.ts";
import type { IngestActivity, LateDays } from "#lib/model/ingest-activity.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { IngestTilesFrame } from "./ingest-tiles-frame.tsx";

type Settled<T> = { initial: T | undefined; initialProblem: Problem | undefined };
type Props = { choice: RangeChoice; activity: Settled<IngestActivity>; late: Settled<LateDays> };

const textQuantity = (value: string): Quantity => ({ value, unit: "", spoken: value.replace("≤", "at most") });

/** What arrived in the range, in six figures. */
export function IngestTiles({ choice, activity, late }: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<IngestActivity>({ options: activityQuery(choice), ...activity, choice });
  const waiting = useLiveQuery<LateDays>({ options: lateDaysQuery(), ...late, choice: INGEST_CHOICE });
  const { data } = answer;
  if (!data)
    return <IngestTilesFrame>{answer.problem ? <ProblemMessage problem={answer.problem} /> : null}</IngestTilesFrame>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <StaleNotice answer={answer} />
      <StatRow label="Ingest in this range">
        <RowTiles activity={data} />
        <Stat
          label="batch time, 95 of 100"
          quantity={textQuantity(batchText(data.total, 0.95))}
          source={`${formatCount(data.total.batches)} batches`}
        />
        <Stat label="lag, 95 of 100" quantity={textQuantity(lagText(data.total, 0.95))} source="measured to stored" />
        <LateTile late={waiting.data} problem={waiting.problem} />
      </StatRow>
      <p className="px-1 text-12 text-ink-3">{sourceLine(data, zone)}</p>
    </div>
  );
}

function RowTiles({ activity }: { activity: IngestActivity }) {
  const { accepted, duplicates, rejected, failed_bodies } = activity.total;
  const failed =
    failed_bodies > 0 ? `and ${formatCount(failed_bodies)} whole ${failed_bodies === 1 ? "body" : "bodies"}` : "";
  return (
    <>
      <Stat
        label="rows stored"
        quantity={countQuantity(accepted)}
        source={`${rateText(accepted / rangeSeconds(activity))} on average`}
      />
      <Stat label="repeated" quantity={countQuantity(duplicates)} source="stored before" />
      <Stat
        label="lines refused"
        quantity={countQuantity(rejected)}
        mark={rejected + failed_bodies > 0 ? "bad" : undefined}
        source={failed || (rejected > 0 ? "reasons below" : "none")}
      />
    </>
  );
}

function LateTile({ late, problem }: { late: LateDays | undefined; problem: Problem | undefined }) {
  if (!late)
    return <Stat label="late days" quantity={countQuantity(null)} source={problem ? problem.message : "loading"} />;
  const rows = late.waiting_days > 0 ? `${formatCount(late.waiting_rows)} late rows` : "none waits";
  return (
    <Stat
      label="days waiting for refresh"
      quantity={countQuantity(late.waiting_days)}
      source={`${rows} · now`}
      mark={late.waiting_days > 0 ? "late" : undefined}
    />
  );
}

/** "counted by the minute, in the database · read 13:02 · last heard 13:01" */
function sourceLine(activity: IngestActivity, zone: string): string {
  const by = activity.counted_by_seconds === 60 ? "the minute" : "the hour";
  const step = activity.bucket_seconds > 60 ? `, shown by ${formatDuration(activity.bucket_seconds)}` : "";
  const last =
    activity.last_at === null ? "" : `last heard ${formatRecentTime(activity.last_at, zone, activity.as_of)}`;
  const { nodes_created } = activity.total;
  const made = nodes_created > 0 ? `${formatCount(nodes_created)} nodes registered themselves` : "";
  return [`counted by ${by}${step}`, made, last, `read ${formatRecentTime(activity.as_of, zone, activity.as_of)}`, zone]
    .filter(Boolean)
    .join(" · ");
}
