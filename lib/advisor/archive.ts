import { SECONDS } from "#lib/units.ts";
import type { ArchiveFacts, Facts } from "./facts.ts";
import { literalOf } from "#lib/sql-text.ts";
import { at, countOf, type Found, intervalText, lasting, secondsBetween, toldName } from "./text.ts";

/** An archiver may be away for a night before anybody is told. */
const PATIENCE = SECONDS.day;

/** An aggregate's rows are in a schema of TimescaleDB, which says nothing. */
const nameOf = ({ hypertable_schema, hypertable_name, shown_name }: ArchiveFacts): string =>
  shown_name === hypertable_name ? toldName({ schema: hypertable_schema, name: hypertable_name }) : shown_name;

const held = ({ archived_count, archived_until, unverified_count }: ArchiveFacts): string[] => [
  archived_until === null
    ? "None of its chunks is archived."
    : `${countOf(archived_count, "chunk is", "chunks are")} archived, the newest ends ${at(archived_until)}.`,
  ...(unverified_count > 0
    ? [`${countOf(unverified_count, "of them was", "of them were")} never read back from the archive.`]
    : []),
];

const pause = (job_id: number): string => `SELECT alter_job(${job_id}, scheduled => false);`;

/** Retention comes to chunks that are in no archive yet: with its next run, or within a week. */
const beforeArchive = (of: ArchiveFacts): Found[] => {
  const { week_drop_count, next_drop_count, first_drop_chunk, first_drop_at, retention_job_id } = of;
  if (retention_job_id === null || first_drop_at === null || week_drop_count === 0) return [];
  const at_once = next_drop_count > 0 && of.retention_scheduled === true;
  const count = next_drop_count > 0 ? next_drop_count : week_drop_count;
  return [
    {
      rule: "archive_behind_retention",
      severity: at_once ? "critical" : "warning",
      subject: nameOf(of),
      title: `${nameOf(of)}: ${countOf(count, "chunk")} that no archive holds ${count === 1 ? "is" : "are"} dropped ${next_drop_count > 0 ? "by the next run of retention" : "within a week"}.`,
      evidence: [
        `${first_drop_chunk} is to be dropped from ${at(first_drop_at)} on.`,
        `Job ${retention_job_id} drops what is older than ${lasting(of.drop_after_seconds ?? 0)}${of.retention_scheduled ? "" : "; it is paused"}.`,
        ...held(of),
      ],
      consequence: "What is dropped before it was archived is lost for good.",
      remedy: "Pause retention until the chunks are archived, then let it run again (scheduled => true).",
      sql: of.retention_scheduled ? pause(retention_job_id) : null,
      job_id: retention_job_id,
    },
  ];
};

/** The archive policy's own promise, where retention does not reach yet. */
const late = (of: ArchiveFacts, now: string): Found[] => {
  const { due_count, oldest_due_at, oldest_due_chunk, archive_after_seconds } = of;
  if (oldest_due_at === null || archive_after_seconds === null) return [];
  const waiting = secondsBetween(oldest_due_at, now);
  if (waiting < PATIENCE) return [];
  return [
    {
      rule: "chunks_not_archived",
      severity: "warning",
      subject: nameOf(of),
      title: `${nameOf(of)}: ${countOf(due_count, "chunk")} not archived, the oldest ${lasting(waiting)} past its turn.`,
      evidence: [
        `${oldest_due_chunk}: its turn was ${at(oldest_due_at)}, ${lasting(archive_after_seconds)} after its end.`,
        ...held(of),
      ],
      consequence: "The archive ends there, and retention may take the rows first.",
      remedy: "See why the archiver does not come to them: its log, and FIBER_ARCHIVE_URL.",
      sql: null,
    },
  ];
};

/** A policy that archives no earlier than retention drops archives nothing. */
const conflict = (of: ArchiveFacts): Found[] => {
  const { archive_after_seconds: after, drop_after_seconds: drop, retention_job_id } = of;
  if (after === null || drop === null || retention_job_id === null || after < drop) return [];
  return [
    {
      rule: "retention_before_archive",
      severity: "critical",
      subject: nameOf(of),
      title: `${nameOf(of)} is dropped after ${lasting(drop)}, before its turn to be archived.`,
      evidence: [`It is to be archived after ${lasting(after)}; job ${retention_job_id} drops after ${lasting(drop)}.`],
      consequence: "Nothing of it is ever archived: what is dropped is lost for good.",
      remedy: "Archive earlier than retention drops.",
      sql: `UPDATE fiber.archive_policies SET archive_after = '${intervalText(Math.ceil(drop / 2))}' WHERE hypertable_schema = ${literalOf(of.hypertable_schema)} AND hypertable_name = ${literalOf(of.hypertable_name)};`,
      job_id: retention_job_id,
    },
  ];
};

/** Whether what retention takes is in the archive first, where something is archived or shall be. */
export const findArchiveTroubles = ({ archive, now }: Facts): Found[] =>
  (archive ?? []).flatMap((of) => {
    const before = beforeArchive(of);
    return [...before, ...(before.length > 0 ? [] : late(of, now)), ...conflict(of)];
  });
