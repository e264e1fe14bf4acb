import type { Finding, Severity, Snooze } from "#lib/model/advisor.ts";

/** So many findings of one kind and severity are told as one line. */
const FOLDED_FROM = 3;
/** Names that the line tells; of critical ones it tells all. */
const NAMES_TOLD = 6;

/** What is wrong with each of many, by rule. A rule that is not here tells something else each time, and is never folded. */
const ALIKE: Partial<Record<string, string>> = {
  aggregate_behind: "aggregates are behind what was promised of them",
  aggregate_without_policy: "aggregates have no refresh policy",
  archive_behind_retention: "hypertables have chunks that retention drops before an archive holds them",
  chunks_not_archived: "hypertables have chunks past their turn to be archived",
  chunks_not_compressed: "hypertables have chunks past their turn to be compressed",
  chunks_not_dropped: "hypertables have chunks past their turn to be dropped",
  chunks_too_large: "hypertables write to a chunk that does not fit into memory",
  chunks_too_small: "hypertables are cut into small chunks",
  compression_inside_refresh: "aggregates are compressed inside the window in which they are refreshed",
  invalid_index: "indexes are invalid",
  job_crashed: "jobs ended without a word",
  job_failing: "jobs fail",
  job_given_up: "jobs failed so often that they are no longer tried",
  job_hung: "jobs do not come to an end",
  job_never_started: "jobs have never started",
  job_not_started: "jobs do not start, though their time is past",
  job_paused: "jobs are paused",
  late_rows: "hypertables have rows that came late in compressed chunks",
  never_analyzed: "hypertables have chunks that were never analyzed",
  no_compression_policy: "hypertables are large and nothing compresses them",
  no_retention_policy: "hypertables grow without end",
  refresh_hole: "aggregates have holes that no run of their policies mends",
  refresh_of_open_bucket: "aggregates are refreshed beyond now",
  replica_behind: "replicas are behind",
  retention_before_archive: "hypertables are dropped before their turn to be archived",
  retention_before_compression: "hypertables are dropped before their turn to be compressed",
  retention_before_refresh: "aggregates are refreshed from rows that are dropped inside their window",
  retention_overtakes_refresh: "aggregates do not have rows yet that retention takes",
  schedule_slower_than_window: "aggregates are refreshed more rarely than their window is long",
  unordered_chunks: "hypertables have compressed chunks that lost their order",
  watermark_in_future: "aggregates are materialized to a time in the future",
};

/** Many findings that say the same of different things. */
export type FindingFold = {
  /** `rule/severity`, of snoozed ones with the time of that act behind; the id of a finding has a colon. */
  fold_id: string;
  severity: Severity;
  /** "46 hypertables grow without end." */
  title: string;
  /** "series_01, series_02 and 44 more" */
  names: string;
  /** What comes of it and what to do, where all say the same. */
  consequence: string | null;
  remedy: string | null;
  /** The one act by which all of them were snoozed; null: they count. */
  snooze: Snooze | null;
  items: Finding[];
};

const foldId = ({ rule, severity, snooze }: Finding): string =>
  [rule, severity, ...(snooze ? [snooze.snoozed_at] : [])].join("/");

const same = (items: Finding[], key: "consequence" | "remedy"): string | null => {
  const [first, ...others] = new Set(items.map((item) => item[key]));
  return others.length === 0 ? (first ?? null) : null;
};

const namesOf = (items: Finding[], most: number): string => {
  const names = items.map(({ subject }) => subject);
  const more = names.length - most;
  // One name takes no more room than the word that it is left out.
  return more > 1 ? `${names.slice(0, most).join(", ")} and ${more.toLocaleString("en-US")} more` : names.join(", ");
};

const fold = (fold_id: string, { severity, rule, snooze }: Finding, items: Finding[]): FindingFold => ({
  fold_id,
  severity,
  title: `${items.length.toLocaleString("en-US")} ${ALIKE[rule]}.`,
  names: namesOf(items, severity === "critical" ? items.length : NAMES_TOLD),
  consequence: same(items, "consequence"),
  remedy: same(items, "remedy"),
  snooze,
  items,
});

/**
 * The findings as lines to read: three or more of one kind and severity in one, where the first of them stood; of snoozed
 * ones those that were snoozed together. For pages and terminals; whoever counts takes the findings.
 */
export const foldFindings = (findings: Finding[]): (Finding | FindingFold)[] => {
  const alike = Map.groupBy(
    findings.filter(({ rule }) => rule in ALIKE),
    foldId,
  );
  return findings.flatMap<Finding | FindingFold>((finding) => {
    const fold_id = foldId(finding);
    const items = alike.get(fold_id);
    if (items === undefined || items.length < FOLDED_FROM) return [finding];
    return items[0] === finding ? [fold(fold_id, finding, items)] : [];
  });
};
