import { intervalSeconds } from "#lib/chart-lane.ts";
import type { Aggregate } from "#lib/model/storage.ts";
import { SECONDS } from "#lib/units.ts";
import { policyOn, targetOf } from "./conflicts.ts";
import type { AggregateGaps, Facts, Hole } from "./facts.ts";
import { at, countOf, type Found, lasting, relationLiteral, secondsBetween, toldName } from "./text.ts";

/** Holes whose refresh is written out. */
const MENDED = 3;

const refreshCall = (view: string, from: string, to: string): string =>
  `CALL refresh_continuous_aggregate(${view}, '${from}', '${to}');`;

const stretch = ({ from, to }: { from: string; to: string }): string =>
  `${at(from)} to ${at(to)} (${lasting(secondsBetween(from, to))})`;

/** When retention takes the chunks that are that old; null: never, as far as is known. */
const takenBefore = (facts: Facts, gaps: AggregateGaps): { before: string; job_id: number } | null => {
  const source = targetOf(facts, gaps.source_schema, gaps.source_table);
  const retention = policyOn(facts, "retention", source);
  const drop = intervalSeconds(retention?.config?.drop_after);
  if (!retention || drop === null) return null;
  return { before: new Date(Date.parse(facts.now) - drop * 1000).toISOString(), job_id: retention.job_id };
};

/** A stretch in whole buckets, as a refresh takes it. Longer buckets may begin anywhere, so one is added at either end. */
const inBuckets = (seconds: number | null, { from, to }: Hole): { from: string; to: string } => {
  const bucket = (seconds ?? SECONDS.day) * 1000;
  const fits = (SECONDS.day * 1000) % bucket === 0;
  const begin = fits ? Math.floor(Date.parse(from) / bucket) * bucket : Date.parse(from) - bucket;
  const end = fits ? Math.floor(Date.parse(to) / bucket + 1) * bucket : Date.parse(to) + bucket;
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
};

const holes = (facts: Facts, gaps: AggregateGaps): Found[] => {
  const same = facts.aggregates.find(
    ({ view_schema, view_name }) => view_schema === gaps.view_schema && view_name === gaps.view_name,
  );
  const told = gaps.holes.slice(0, MENDED).map((hole) => inBuckets(same?.bucket_seconds ?? null, hole));
  const first = gaps.holes[0];
  if (first === undefined) return [];
  const name = toldName({ schema: gaps.view_schema, name: gaps.view_name });
  const view = relationLiteral(gaps.view_schema, gaps.view_name);
  const taken = takenBefore(facts, gaps);
  const reached = taken !== null && first.from < taken.before;
  const changed = gaps.holes.every(({ kind }) => kind === "changed");
  const found: Found = {
    rule: "refresh_hole",
    severity: reached ? "critical" : "warning",
    subject: name,
    title: `${name} has ${countOf(gaps.hole_count, "hole")} that no run of its policy mends.`,
    evidence: [
      ...told.map(stretch),
      changed
        ? "Rows came or changed there, before the window that the policy refreshes."
        : "TimescaleDB noted these stretches as not refreshed, and they lie before the window that the policy refreshes.",
      ...(reached ? [`Retention (job ${taken.job_id}) takes what is older than ${at(taken.before)}.`] : []),
    ],
    consequence: reached
      ? "Retention takes the rows before they are in the aggregate: what is in the holes is lost for good."
      : "Figures of that time are wrong or missing, and stay so.",
    remedy: "Refresh the stretches once.",
    sql: told.map(({ from, to }) => refreshCall(view, from, to)).join("\n"),
  };
  return [found];
};

const withoutPolicy = (facts: Facts, gaps: AggregateGaps): Found[] => {
  const view = { schema: gaps.view_schema, name: gaps.view_name };
  if (policyOn(facts, "refresh", view)) return [];
  return [
    {
      rule: "aggregate_without_policy",
      severity: "warning",
      subject: toldName(view),
      title: `${toldName(view)} has no refresh policy.`,
      evidence: [
        gaps.processed_until === null ? "It was never refreshed." : `It is refreshed to ${at(gaps.processed_until)}.`,
      ],
      consequence: "It stands still, or computes ever more from its source at each read.",
      remedy: "Add a policy, or refresh it by a job of your own.",
      sql: `SELECT add_continuous_aggregate_policy(${relationLiteral(view.schema, view.name)}, start_offset => INTERVAL '3 days', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour');`,
    },
  ];
};

/** Data that retention takes before refreshes come to it; the whole stretch counts, not only holes. */
const overtaken = (facts: Facts, gaps: AggregateGaps): Found[] => {
  const taken = takenBefore(facts, gaps);
  const reach = gaps.never_refreshed ? gaps.source_from : gaps.processed_until;
  if (taken === null || reach === null || reach >= taken.before) return [];
  return [
    {
      rule: "retention_overtakes_refresh",
      severity: "critical",
      subject: toldName({ schema: gaps.view_schema, name: gaps.view_name }),
      title: `Retention takes rows that ${toldName({ schema: gaps.view_schema, name: gaps.view_name })} does not have yet.`,
      evidence: [
        gaps.never_refreshed ? "It was never refreshed." : `Refreshes have come to ${at(reach)}.`,
        `Job ${taken.job_id} drops chunks that end before ${at(taken.before)}.`,
      ],
      consequence: "What is dropped now is in no aggregate: lost for good.",
      remedy: "Pause retention, refresh, let it run again.",
      sql: [
        `SELECT alter_job(${taken.job_id}, scheduled => false);`,
        refreshCall(relationLiteral(gaps.view_schema, gaps.view_name), reach, facts.now),
        `SELECT alter_job(${taken.job_id}, scheduled => true);`,
      ].join("\n"),
      job_id: taken.job_id,
    },
  ];
};

const inFuture = ({
  view_schema,
  view_name,
  behind_seconds,
  bucket_seconds,
  materialized_until,
}: Aggregate): Found[] => {
  if (behind_seconds === null || materialized_until === null || behind_seconds >= -(bucket_seconds ?? 0)) return [];
  return [
    {
      rule: "watermark_in_future",
      severity: "warning",
      subject: toldName({ schema: view_schema, name: view_name }),
      title: `${toldName({ schema: view_schema, name: view_name })} is materialized to ${at(materialized_until)}, which lies in the future.`,
      evidence: [
        "Rows with a time in the future were refreshed, or a refresh without an end.",
        `The watermark stands ${lasting(-behind_seconds)} ahead of now.`,
      ],
      consequence:
        "Real-time reads take nothing from the source before the watermark: new rows are seen only after a refresh.",
      remedy: "Remove the rows from the future and refresh their range; policies then see new rows at each run.",
      sql: `CALL refresh_continuous_aggregate(${relationLiteral(view_schema, view_name)}, now() - INTERVAL '1 day', '${materialized_until}');`,
    },
  ];
};

/** What is wrong with continuous aggregates beyond their policies' runs. */
export const findAggregateTroubles = (facts: Facts): Found[] => [
  ...facts.gaps.flatMap((gaps) => [...holes(facts, gaps), ...withoutPolicy(facts, gaps), ...overtaken(facts, gaps)]),
  ...facts.aggregates.flatMap(inFuture),
];
