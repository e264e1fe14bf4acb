import { expect, test } from "vitest";
import type { Finding } from "#lib/model/advisor.ts";
import { type FindingFold, foldFindings } from "./fold.ts";
import { advise } from "./index.ts";
import { ago, makeFacts, makeJob, makeTable, NOW } from "./testing.ts";

const MIB = 2 ** 20;

/** Tables that grow without end, and so many of them with late rows in each second compressed chunk. */
const tables = (count: number, late = 0) =>
  Array.from({ length: count }, (_, index) =>
    makeTable({
      hypertable_name: `series_${String(index + 1).padStart(2, "0")}`,
      chunk_count: 200,
      partial_count: index < late ? 4 : 0,
    }),
  );

const found = (facts: Parameters<typeof makeFacts>[0], snoozed: string[] = []): Finding[] =>
  advise(
    makeFacts({ jobs: [makeJob({})], ...facts }),
    snoozed.map((finding_id) => ({
      finding_id,
      reason: "a test",
      until: ago(-1),
      snoozed_by: "ana",
      snoozed_at: NOW,
    })),
  ).advice.items;

const isFold = (line: Finding | FindingFold): line is FindingFold => "items" in line;
const told = (items: Finding[]): string[] =>
  foldFindings(items).map((line) => `${line.severity} ${isFold(line) ? `[${line.items.length}] ` : ""}${line.title}`);

test("three that say the same are one line that tells how many and of what, two are two", () => {
  expect(told(found({ tables: tables(2) }))).toEqual([
    "notice series_01 grows without end.",
    "notice series_02 grows without end.",
  ]);
  const items = found({ tables: tables(46) });
  const [line, ...others] = foldFindings(items);
  expect(others).toEqual([]);
  expect(line).toEqual({
    fold_id: "no_retention_policy/notice",
    severity: "notice",
    title: "46 hypertables grow without end.",
    names: "series_01, series_02, series_03, series_04, series_05, series_06 and 40 more",
    consequence: "The disk is full one day.",
    remedy: "Decide how long rows are kept, and add a policy.",
    snooze: null,
    items,
  });
  expect(foldFindings(found({ tables: tables(7) }))[0]).toMatchObject({
    names: "series_01, series_02, series_03, series_04, series_05, series_06, series_07",
  });
});

test("every finding is in one line, the worst stay first, and severities are not mixed", () => {
  const items = found({ tables: [...tables(5, 3), makeTable({ hypertable_name: "few", partial_count: 1 })] });
  expect(told(items)).toEqual([
    "warning [3] 3 hypertables have rows that came late in compressed chunks.",
    "notice few: 1 compressed chunk has rows that came late.",
    "notice [5] 5 hypertables grow without end.",
  ]);
  expect(foldFindings(items).flatMap((line) => (isFold(line) ? line.items : [line]))).toEqual(items);
});

test("of critical ones every name is told", () => {
  const names = Array.from({ length: 9 }, (_, index) => `series_${index + 1}`);
  const jobs = names.map((target, index) => makeJob({ job_id: 1000 + index, target }));
  const achievements = jobs.map(({ job_id }) => ({
    job_id,
    due_count: 1,
    oldest_chunk: "a_chunk",
    oldest_due_at: ago(24 * 6),
    due_chunks: ["a_chunk"],
    next_due_at: null,
  }));
  expect(foldFindings(found({ jobs, achievements }))).toMatchObject([
    {
      severity: "critical",
      title: "9 hypertables have chunks past their turn to be compressed.",
      names: names.join(", "),
    },
  ]);
});

test("snoozed ones do not count in the line of the others; those of one act are one line, those of another are not", () => {
  const id = (number: number) => `no_retention_policy:series_0${number}`;
  expect(told(found({ tables: tables(4) }, [id(2)]))).toEqual([
    "notice [3] 3 hypertables grow without end.",
    "notice series_02 grows without end.",
  ]);
  expect(told(found({ tables: tables(3) }, [id(2)]))).toHaveLength(3);
  const items = found({ tables: tables(7) }, [id(1), id(2), id(3), id(4)]);
  expect(told(items)).toEqual([
    "notice [3] 3 hypertables grow without end.",
    "notice [4] 4 hypertables grow without end.",
  ]);
  const last = items.at(-1)!;
  expect(foldFindings(items).at(-1)).toMatchObject({
    fold_id: `${last.rule}/notice/${NOW}`,
    snooze: { reason: "a test" },
  });
  const others = items.with(-1, { ...last, snooze: { ...last.snooze!, snoozed_at: ago(1) } });
  expect(told(others)).toEqual([
    "notice [3] 3 hypertables grow without end.",
    "notice [3] 3 hypertables grow without end.",
    last.title.replace(/^/, "notice "),
  ]);
});

test("what to do is told of all only where it is the same of all", () => {
  const unpacked = tables(3).map((table) => ({ ...table, chunk_count: 10, never_analyzed_count: 1 }));
  expect(foldFindings(found({ tables: unpacked }))[0]).toMatchObject({
    remedy: "Analyze; if it comes again, see that autovacuum runs.",
  });
  const policies = [makeJob({ target: "series_01" })];
  expect(foldFindings(found({ tables: tables(3, 3), jobs: policies })).find(isFold)).toMatchObject({ remedy: null });
});

test("settings are never folded: each is another", () => {
  const settings = ["full_page_writes", "fsync", "autovacuum", "track_counts"].map((name) => ({
    name,
    setting: "off",
    shown: "off",
    unit: null,
    is_default: false,
    pending_restart: false,
  }));
  const { server } = makeFacts({});
  const items = found({ server: { ...server, settings, database_bytes: 9 * MIB } });
  expect(items.filter(({ rule }) => rule === "setting").length).toBeGreaterThan(2);
  expect(foldFindings(items)).toEqual(items);
});

test("two hypertables of one name in two schemas are two findings, and each says which it is", () => {
  const twins = ["public", "branch"].map((hypertable_schema) => makeTable({ hypertable_schema, chunk_count: 200 }));
  const items = found({ tables: twins }).filter(({ rule }) => rule === "no_retention_policy");
  expect(items.map(({ finding_id, title }) => [finding_id, title])).toEqual([
    ["no_retention_policy:branch.metrics", "branch.metrics grows without end."],
    ["no_retention_policy:metrics", "metrics grows without end."],
  ]);
});
