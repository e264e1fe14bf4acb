import { expect, test } from "vitest";
import type { ArchiveFacts } from "./facts.ts";
import { advise } from "./index.ts";
import { ago, idsOf, makeFacts, makeJob, makeTable } from "./testing.ts";

/** Archived after 60 days, dropped after 90, nothing due. */
const makeArchive = (change: Partial<ArchiveFacts>): ArchiveFacts => ({
  hypertable_schema: "public",
  hypertable_name: "metrics",
  shown_name: "metrics",
  archived_count: 4,
  archived_until: ago(24 * 60),
  unverified_count: 0,
  archive_after_seconds: 60 * 86_400,
  retention_job_id: 1001,
  retention_scheduled: true,
  drop_after_seconds: 90 * 86_400,
  waiting_count: 9,
  next_drop_count: 0,
  week_drop_count: 0,
  first_drop_chunk: "_timescaledb_internal._hyper_1_9_chunk",
  first_drop_at: ago(-24 * 30),
  due_count: 0,
  oldest_due_chunk: null,
  oldest_due_at: null,
  ...change,
});

const facts = (archive: ArchiveFacts[] | null) =>
  makeFacts({ jobs: [makeJob({ kind: "user" })], tables: [makeTable({})], archive });
const rules = (change: Partial<ArchiveFacts>) => idsOf(facts([makeArchive(change)]));

test("an archive ahead of retention, and none at all, are no finding; no ledger is not judged", () => {
  expect(rules({})).toEqual([]);
  expect(idsOf(facts([]))).toEqual([]);
  expect(idsOf(facts(null))).toEqual([]);
  expect(advise(facts(null), []).advice.unjudged.map(({ subject }) => subject)).toEqual(["archive behind retention"]);
});

test("what the next run of retention takes unarchived is critical, what it takes within a week or when it is resumed a warning", () => {
  const next = { next_drop_count: 2, week_drop_count: 3, first_drop_at: ago(1), unverified_count: 1 };
  const [found] = advise(facts([makeArchive(next)]), []).advice.items;
  expect(found).toMatchObject({
    finding_id: "archive_behind_retention:metrics",
    severity: "critical",
    title: "metrics: 2 chunks that no archive holds are dropped by the next run of retention.",
    sql: "SELECT alter_job(1001, scheduled => false);",
    job_id: 1001,
  });
  expect(found?.evidence).toContain("1 of them was never read back from the archive.");
  expect(rules({ week_drop_count: 1 })).toEqual(["warning archive_behind_retention:metrics"]);
  expect(rules({ ...next, retention_scheduled: false })).toEqual(["warning archive_behind_retention:metrics"]);
  expect(rules({ ...next, retention_job_id: null, first_drop_at: null, week_drop_count: 0 })).toEqual([]);
});

test("a policy that is a day behind is told, and one that comes after retention", () => {
  const due = { due_count: 1, oldest_due_chunk: "_timescaledb_internal._hyper_1_8_chunk" };
  expect(rules({ ...due, oldest_due_at: ago(23) })).toEqual([]);
  expect(rules({ ...due, oldest_due_at: ago(25) })).toEqual(["warning chunks_not_archived:metrics"]);
  const [conflict] = advise(facts([makeArchive({ archive_after_seconds: 90 * 86_400 })]), []).advice.items;
  expect(conflict).toMatchObject({ rule: "retention_before_archive", severity: "critical" });
  expect(conflict?.sql).toContain("SET archive_after = '45 days'");
});
