import { intervalSeconds } from "#lib/chart-lane.ts";
import { intervalWords } from "#lib/job-words.ts";
import type { Job } from "#lib/model/storage.ts";
import { SECONDS } from "#lib/units.ts";
import type { AggregateGaps, Facts } from "./facts.ts";
import { alterConfig, type Found, intervalText, lasting, toldName } from "./text.ts";

const setting = (job: Job, key: string): number | null => intervalSeconds(job.config?.[key]);

/** The name under which jobs know a hypertable: its own, or the aggregate it stores. */
export const targetOf = (facts: Facts, schema: string, table: string): { schema: string; name: string } => {
  const found = facts.tables.find((item) => item.hypertable_schema === schema && item.hypertable_name === table);
  return found?.aggregate_name
    ? { schema: found.aggregate_schema ?? schema, name: found.aggregate_name }
    : { schema, name: table };
};

/** The first policy of a kind on a relation. */
export const policyOn = (facts: Facts, kind: Job["kind"], { schema, name }: { schema: string; name: string }) =>
  facts.jobs.find((job) => job.kind === kind && job.target_schema === schema && job.target === name);

type Sides = { refresh: Job; view: { schema: string; name: string }; source: { schema: string; name: string } };

const start = (refresh: Job): number | null => setting(refresh, "start_offset");
const startWords = (refresh: Job): string =>
  start(refresh) === null ? "the beginning of the data" : `${intervalWords(String(refresh.config?.start_offset))} back`;

const retentionBeforeRefresh = (facts: Facts, { refresh, view, source }: Sides): Found[] => {
  const retention = policyOn(facts, "retention", source);
  const drop = retention && setting(retention, "drop_after");
  if (!retention || drop == null) return [];
  const from = start(refresh);
  if (from !== null && drop > from) return [];
  // Nothing says how long data should be kept but the policy itself: the window is what gives way, unless it would close.
  const end = Math.max(0, setting(refresh, "end_offset") ?? 0);
  const narrowed = Math.max(0, drop - SECONDS.day);
  const fits = narrowed > end + (refresh.schedule_seconds ?? 0);
  return [
    {
      rule: "retention_before_refresh",
      // Within one schedule of the end of the window, data goes before any refresh has seen it.
      severity: drop <= end + (refresh.schedule_seconds ?? 0) ? "critical" : "warning",
      subject: toldName(view),
      title: `${toldName(source)} is dropped after ${lasting(drop)}, inside the window in which ${toldName(view)} is refreshed.`,
      evidence: [
        `Job ${retention.job_id} drops chunks of ${toldName(source)} older than ${lasting(drop)}.`,
        `Job ${refresh.job_id} refreshes ${toldName(view)} from ${startWords(refresh)}.`,
      ],
      consequence:
        "What is dropped before it was refreshed is lost for good, and a refresh over what is gone empties the aggregate there.",
      remedy: fits
        ? "Let the window begin after the retention edge, or keep the source longer."
        : "Keep the source longer than the window reaches back.",
      sql: fits
        ? alterConfig(refresh, { start_offset: intervalText(narrowed) })
        : alterConfig(retention, { drop_after: intervalText((from ?? drop) + SECONDS.day) }),
      job_id: retention.job_id,
    },
  ];
};

const compressInsideWindow = (facts: Facts, { refresh, view }: Sides): Found[] => {
  const compression = policyOn(facts, "compression", view);
  const after = compression && setting(compression, "compress_after");
  const from = start(refresh);
  if (!compression || after == null || (from !== null && after > from)) return [];
  return [
    {
      rule: "compression_inside_refresh",
      severity: "warning",
      subject: toldName(view),
      title: `${toldName(view)} is compressed after ${lasting(after)}, inside the window in which it is refreshed.`,
      evidence: [
        `Job ${compression.job_id} compresses what is older than ${lasting(after)}.`,
        `Job ${refresh.job_id} rewrites from ${startWords(refresh)}.`,
      ],
      consequence: "Each refresh decompresses and rewrites chunks, which are then compressed again.",
      remedy: "Compress only what the refresh no longer reaches.",
      sql: from === null ? null : alterConfig(compression, { compress_after: intervalText(from + SECONDS.day) }),
      job_id: compression.job_id,
    },
  ];
};

const aggregateRetention = (facts: Facts, { refresh, view, source }: Sides): Found[] => {
  const own = policyOn(facts, "retention", view);
  const drop = own && setting(own, "drop_after");
  if (!own || drop == null) return [];
  const kept = policyOn(facts, "retention", source);
  const source_drop = kept ? setting(kept, "drop_after") : null;
  const from = start(refresh);
  const inside = from === null || drop <= from;
  if (!inside && (source_drop === null || drop >= source_drop)) return [];
  return [
    {
      rule: "aggregate_retention_short",
      severity: inside ? "warning" : "notice",
      subject: toldName(view),
      title: inside
        ? `${toldName(view)} is dropped after ${lasting(drop)}, and its refresh makes it again.`
        : `${toldName(view)} is kept ${lasting(drop)}, shorter than the ${toldName(source)} it summarizes.`,
      evidence: [
        `Job ${own.job_id} drops what is older than ${lasting(drop)}.`,
        inside
          ? `Job ${refresh.job_id} refreshes from ${startWords(refresh)}.`
          : `${toldName(source)} is kept ${lasting(source_drop ?? 0)}.`,
      ],
      consequence: inside
        ? "Both work against each other at every run."
        : "Old figures are computed from every single row again.",
      remedy: "Keep the aggregate longer.",
      sql: alterConfig(own, { drop_after: intervalText(Math.max(source_drop ?? 0, from ?? 0, drop) + SECONDS.day) }),
      job_id: own.job_id,
    },
  ];
};

const windowAgainstSchedule = ({ refresh, view }: Sides): Found[] => {
  const from = start(refresh);
  const end = setting(refresh, "end_offset") ?? 0;
  const schedule = refresh.schedule_seconds;
  const found: Found[] = [];
  if (from !== null && schedule !== null && schedule > from - end)
    found.push({
      rule: "schedule_slower_than_window",
      severity: "warning",
      subject: toldName(view),
      title: `${toldName(view)} is refreshed every ${lasting(schedule)}, but only ${lasting(from - end)} at a time.`,
      evidence: [
        `Job ${refresh.job_id}: from ${startWords(refresh)} to ${lasting(end)} before now, every ${lasting(schedule)}.`,
      ],
      consequence: "What changes between two windows is never refreshed: a hole at every run.",
      remedy: "Widen the window or run the policy more often.",
      sql: alterConfig(refresh, { start_offset: intervalText(2 * schedule + end) }),
      job_id: refresh.job_id,
    });
  const raw_end = refresh.config?.end_offset;
  if (raw_end === null || raw_end === undefined || end < 0)
    found.push({
      rule: "refresh_of_open_bucket",
      severity: "warning",
      subject: toldName(view),
      title: `${toldName(view)} is refreshed beyond now: the bucket that still fills is stored.`,
      evidence: [`Job ${refresh.job_id} has ${end < 0 ? `an end offset of ${String(raw_end)}` : "no end offset"}.`],
      consequence:
        "The watermark lies in the future, so rows of the open bucket are missing until the next refresh, real-time or not.",
      remedy: "End the window before the bucket that fills.",
      sql: alterConfig(refresh, { end_offset: "1 hour" }),
      job_id: refresh.job_id,
    });
  return found;
};

const sidesOf = (facts: Facts, gaps: AggregateGaps): Sides | null => {
  const view = { schema: gaps.view_schema, name: gaps.view_name };
  const refresh = policyOn(facts, "refresh", view);
  return refresh ? { refresh, view, source: targetOf(facts, gaps.source_schema, gaps.source_table) } : null;
};

const ofTable = (facts: Facts, retention: Job): Found[] => {
  const on = { schema: retention.target_schema ?? "", name: retention.target ?? "" };
  const compression = policyOn(facts, "compression", on);
  const drop = setting(retention, "drop_after");
  const after = compression && setting(compression, "compress_after");
  if (!compression || drop === null || after == null || drop > after) return [];
  return [
    {
      rule: "retention_before_compression",
      severity: "notice",
      subject: toldName(on),
      title: `${toldName(on)} is dropped after ${lasting(drop)}, before its turn to be compressed.`,
      evidence: [
        `Job ${compression.job_id} compresses after ${lasting(after)}, job ${retention.job_id} drops after ${lasting(drop)}.`,
      ],
      consequence: "Nothing of it is ever compressed.",
      remedy: "Compress earlier, or remove the compression policy.",
      sql: alterConfig(compression, { compress_after: intervalText(Math.max(SECONDS.hour, drop / 2)) }),
      job_id: compression.job_id,
    },
  ];
};

/** Policies that work against each other, whatever their last runs say. */
export const findConflicts = (facts: Facts): Found[] => [
  ...facts.gaps.flatMap((gaps) => {
    const sides = sidesOf(facts, gaps);
    return sides === null
      ? []
      : [
          ...retentionBeforeRefresh(facts, sides),
          ...compressInsideWindow(facts, sides),
          ...aggregateRetention(facts, sides),
          ...windowAgainstSchedule(sides),
        ];
  }),
  ...facts.jobs.filter((job) => job.kind === "retention" && job.target !== null).flatMap((job) => ofTable(facts, job)),
];
