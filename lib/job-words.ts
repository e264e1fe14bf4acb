import type { JobKind } from "./model/storage.ts";

const KINDS: Record<string, JobKind> = {
  policy_compression: "compression",
  policy_recompression: "compression",
  policy_compaction: "compression",
  policy_refresh_continuous_aggregate: "refresh",
  policy_retention: "retention",
  policy_reorder: "reorder",
  policy_telemetry: "telemetry",
};

/** TimescaleDB's own procedures live in its own schemas; whatever else a job calls was written by a user. */
export const jobKind = (proc_schema: string, proc_name: string): JobKind =>
  proc_schema.startsWith("_timescaledb_") ? (KINDS[proc_name] ?? "other") : "user";

const UNITS: Record<string, string> = {
  year: "year",
  years: "year",
  mon: "month",
  mons: "month",
  day: "day",
  days: "day",
};

const count = (amount: number, unit: string) => `${amount} ${unit}${Math.abs(amount) === 1 ? "" : "s"}`;

const clock = (hours: number, minutes: number, seconds: number): string[] =>
  [
    { amount: hours, unit: "hour" },
    { amount: minutes, unit: "minute" },
    { amount: seconds, unit: "second" },
  ].flatMap(({ amount, unit }) => (amount === 0 ? [] : [count(amount, unit)]));

/**
 * PostgreSQL's text of an interval in words: "01:00:00" is "1 hour", "1 mon 2 days" is "1 month 2 days". A number (of
 * a hypertable on integers) and text it does not know come back as they are.
 */
export const intervalWords = (interval: string | number): string => {
  if (typeof interval === "number") return String(interval);
  const words: string[] = [];
  for (const match of interval.matchAll(/(-?)(\d+):(\d\d):(\d\d(?:\.\d+)?)|([+-]?\d+) ([a-z]+)|(\S+)/g)) {
    const [, sign, hours, minutes, seconds, amount, unit] = match;
    const known = unit === undefined ? undefined : UNITS[unit];
    if (hours !== undefined) {
      const factor = sign === "-" ? -1 : 1;
      words.push(...clock(factor * Number(hours), factor * Number(minutes), factor * Number(seconds)));
    } else if (known !== undefined) words.push(count(Number(amount), known));
    else return interval;
  }
  return words.length > 0 ? words.join(" ") : "0 seconds";
};

type Config = Record<string, unknown> | null;

const offset = (config: Config, key: string): string | null => {
  const value = config?.[key];
  return typeof value === "string" || typeof value === "number" ? intervalWords(value) : null;
};

const age = (config: Config, after: string, created: string): string => {
  const older = offset(config, after);
  if (older !== null) return `chunks older than ${older}`;
  const before = offset(config, created);
  return before === null ? "chunks" : `chunks created more than ${before} ago`;
};

const refresh = (config: Config, target: string): string => {
  const start = offset(config, "start_offset");
  const end = offset(config, "end_offset");
  const from = start === null ? "from its beginning" : `from ${start}`;
  if (end === null) return `refresh ${target} ${from}${start === null ? "" : " before now"} to its end`;
  return `refresh ${target} ${from} to ${end} before now`;
};

export type DescribedJob = { proc_schema: string; proc_name: string; target: string | null; config: Config };

const OWN: Record<string, string> = {
  policy_telemetry: "report usage to the makers of TimescaleDB",
  policy_job_stat_history_retention: "drop old entries of the job history",
};

/** Jobs of the console's own. */
const CONSOLES: Record<string, string> = {
  "call fiber.sample_storage": "note the size of every hypertable and of the database",
};

/** What a job does, one clause without a full stop: "compress chunks older than 3 days". */
export const describeJob = ({ proc_schema, proc_name, target, config }: DescribedJob): string => {
  const call = `call ${proc_schema}.${proc_name}`;
  if (jobKind(proc_schema, proc_name) === "user") return CONSOLES[call] ?? call;
  switch (proc_name) {
    case "policy_compression":
      return `compress ${age(config, "compress_after", "compress_created_before")}`;
    case "policy_recompression":
      return `recompress ${age(config, "recompress_after", "")}`;
    case "policy_compaction":
      return "merge small batches of compressed chunks";
    case "policy_refresh_continuous_aggregate":
      return refresh(config, target ?? "a continuous aggregate");
    case "policy_retention":
      return `drop ${age(config, "drop_after", "drop_created_before")}`;
    case "policy_reorder":
      return `reorder chunks by index ${typeof config?.index_name === "string" ? config.index_name : "of its choice"}`;
    default:
      return OWN[proc_name] ?? call;
  }
};
