import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "#db/testing/index.ts";
import type { Advice } from "#lib/model/advisor.ts";

const fiber = fileURLToPath(new URL("../../bin/fiber.mjs", import.meta.url));
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  const { node_id } = await insertNode(database.db);
  await insertMeasurements(database.db, node_id, { from: new Date(Date.now() - 3_600_000).toISOString(), count: 10 });
  await refreshAggregates(database.db);
  // Nobody runs the jobs of a test database: told, and put aside here as an operator would.
  await sql`INSERT INTO fiber.finding_snoozes (finding_id, reason, until, snoozed_by)
    SELECT id, 'a test', now() + INTERVAL '1 hour', 'ana' FROM unnest(ARRAY['no_scheduler:scheduler', 'runner_silent:job runner']) id`.execute(
    database.db,
  );
});
afterAll(() => database?.drop());

const doctor = (...args: string[]) =>
  new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [fiber, "doctor", ...args], {
      env: { ...process.env, DATABASE_URL: database.url },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });

it("ends with 1 while something critical is not mended, with 0 when it is; what is no more than a warning is told with 0", async () => {
  const { rows } = await sql<{ job_id: number }>`
    SELECT job_id FROM timescaledb_information.jobs
    WHERE proc_name = 'policy_retention' AND hypertable_name = 'metrics'`.execute(database.db);
  const [job_id] = rows.map((row) => row.job_id);
  const dropAfter = (age: string) =>
    sql`SELECT alter_job(${job_id}, config => jsonb_set(config, '{drop_after}', to_jsonb(${age}::text)))
      FROM timescaledb_information.jobs WHERE job_id = ${job_id}`.execute(database.db);
  await dropAfter("1 hour");
  const planted = await doctor("--json");
  expect(planted).toMatchObject({ status: 1, stderr: "" });
  const { items } = JSON.parse(planted.stdout) as Advice;
  expect(items.find(({ finding_id }) => finding_id === "retention_before_refresh:aggregates_hourly")).toMatchObject({
    severity: "critical",
    snooze: null,
  });
  await dropAfter("90 days");
  const mended = await doctor();
  expect(mended).toMatchObject({ status: 0, stderr: "" });
  expect(mended.stdout).not.toContain("critical");
  const [, folded = ""] = /^warning {3}(\d+) jobs are paused\.$/m.exec(mended.stdout) ?? [];
  const each = (await doctor("--all")).stdout;
  expect(each.match(/^warning .* is paused\.$/gm)).toHaveLength(Number(folded));
  expect(each).toContain("alter_job(");
  expect(mended.stdout).toContain("when the disk is full: Nobody said how large it is.");
});
