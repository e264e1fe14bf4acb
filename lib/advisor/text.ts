import { formatBytes, formatDuration, formatShare, formatTime } from "#lib/format.ts";
import { intervalWords } from "#lib/job-words.ts";
import type { Finding } from "#lib/model/advisor.ts";
import { literalOf } from "#lib/sql-text.ts";
import { SECONDS } from "#lib/units.ts";

/** A finding before it is known whether somebody snoozed it. `subject` and `rule` make its id. */
export type Found = Omit<Finding, "finding_id" | "snooze" | "job_id"> & { job_id?: number };

/** Words that PostgreSQL reads as its own where a name is expected, unless quoted. */
const RESERVED = new Set(
  (
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column " +
    "concurrently constraint create cross current_catalog current_date current_role current_schema current_time " +
    "current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from " +
    "full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime " +
    "localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning " +
    "right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user " +
    "using variadic verbose when where window with"
  ).split(" "),
);

/** "1 chunk", "1,200 chunks". */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** A name as SQL takes it: quoted when it must be. */
export const quoteName = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** `public.metrics`, each part quoted when it must be. */
export const relationName = (schema: string, name: string): string => `${quoteName(schema)}.${quoteName(name)}`;

/** As findings name a relation: the schema only where it is not `public`, so that two of one name stay two. */
export const toldName = ({ schema, name }: { schema: string; name: string }): string =>
  schema === "public" ? name : relationName(schema, name);

/** The same as a literal, for functions that take a regclass. */
export const relationLiteral = (schema: string, name: string): string => literalOf(relationName(schema, name));

/** These texts also go to terminals, files and alert managers: with plain spaces. */
const plain = (text: string): string => text.replaceAll("\u00a0", " ");

/** "2026-11-22 13:02 UTC". */
export const at = (iso: string): string => `${formatTime(iso, "UTC")} UTC`;

/** "2 d 4 h". */
export const lasting = (seconds: number): string => plain(formatDuration(Math.max(0, seconds), 2));

/** "1.27 GiB". */
export const bytesText = (bytes: number | null): string => plain(formatBytes(bytes));

/** A share of 0 to 1 as "12.5 %". */
export const shareText = (share: number): string => plain(formatShare(share));

/** Seconds from one instant to another. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** The largest whole unit as PostgreSQL takes it: "4 days", "90 minutes". */
export const intervalText = (seconds: number): string => {
  if (seconds % SECONDS.day === 0) return countOf(seconds / SECONDS.day, "day");
  if (seconds % SECONDS.hour === 0) return countOf(seconds / SECONDS.hour, "hour");
  return `${Math.ceil(seconds / SECONDS.minute)} minutes`;
};

/** What makes the chunks to come of a hypertable so long. */
export const setChunkInterval = ({ schema, name }: { schema: string; name: string }, seconds: number): string =>
  `SELECT set_chunk_time_interval(${relationLiteral(schema, name)}, INTERVAL '${intervalText(seconds)}');`;

/** An interval of a policy's configuration in words; null when it has none. */
export const settingWords = (config: Record<string, unknown> | null, key: string): string | null => {
  const value = config?.[key];
  return typeof value === "string" || typeof value === "number" ? intervalWords(value) : null;
};

/** Changes settings of a policy. The whole configuration is written, because alter_job() takes it whole. */
export const alterConfig = (
  job: { job_id: number; config: Record<string, unknown> | null },
  changes: Record<string, string>,
): string =>
  `SELECT alter_job(${job.job_id}, config => ${literalOf(JSON.stringify({ ...job.config, ...changes }))}::jsonb);`;
