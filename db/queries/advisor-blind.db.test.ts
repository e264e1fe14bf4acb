import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "#db/testing/index.ts";
import { snoozeFindings, wakeFindings } from "#db/writes/snoozes.ts";
import type { AuditActor } from "#lib/model/access.ts";
import { getJudgement } from "./advisor.ts";

let database: TestDatabase;
const actor: AuditActor = { actor_kind: "person", actor_id: null, actor_name: "ana@fiber.test", address: null };
const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  const { node_id } = await insertNode(database.db);
  await insertMeasurements(database.db, node_id, { from: inHours(-1), count: 10 });
});
afterAll(() => database?.drop());

it("a snoozed finding stands last and does not count; both acts are in the audit; bad ones are refused", async () => {
  const writer = createDatabase({ url: database.url, access: "writer", max: 2 });
  const { db } = database;
  const listed = async () => (await getJudgement(db)).advice.items;
  const { finding_id } = (await listed())[0]!;
  const finding_ids = [finding_id];
  try {
    await snoozeFindings(writer, actor, { finding_ids, reason: " an import ", until: inHours(4) });
    expect((await listed()).at(-1)).toMatchObject({
      finding_id,
      snooze: { reason: "an import", snoozed_by: "ana@fiber.test" },
    });
    await snoozeFindings(writer, actor, { finding_ids, reason: "longer", until: inHours(8) });
    expect((await listed()).at(-1)).toMatchObject({ snooze: { reason: "longer" } });
    await sql`UPDATE fiber.finding_snoozes SET until = now() - INTERVAL '1 second'`.execute(db);
    expect((await listed()).every(({ snooze }) => snooze === null)).toBe(true);
    await wakeFindings(writer, actor, finding_ids);
    await expect(wakeFindings(writer, actor, finding_ids)).rejects.toMatchObject({ kind: "not_found" });
    for (const [field, wrong] of [
      ["reason", { reason: " " }],
      ["reason", { reason: "x".repeat(501) }],
      ["until", { until: inHours(-1) }],
      ["until", { until: inHours(24 * 91) }],
      ["until", { until: "soon" }],
      ["finding_ids", { finding_ids: ["nothing"] }],
      ["finding_ids", { finding_ids: [] }],
      ["finding_ids", { finding_ids: Array.from({ length: 1001 }, (_, number) => `rule:${number}`) }],
    ] as const)
      await expect(
        snoozeFindings(writer, actor, { finding_ids, reason: "x", until: inHours(1), ...wrong }),
        field,
      ).rejects.toMatchObject({ kind: "invalid_input", field });
    const { rows } = await sql<{ action: string; outcome: string }>`
      SELECT action, outcome FROM fiber.audit WHERE subject = ${finding_id} ORDER BY event_id`.execute(db);
    expect(rows).toEqual([
      { action: "finding.snooze", outcome: "done" },
      { action: "finding.snooze", outcome: "done" },
      { action: "finding.wake", outcome: "done" },
      { action: "finding.wake", outcome: "refused" },
    ]);
  } finally {
    await writer.destroy();
  }
});

it("a role that may see nothing is told what is not judged and why", async () => {
  await sql`REVOKE SELECT ON ALL TABLES IN SCHEMA public, fiber FROM fiber_reader`.execute(database.db);
  const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
  try {
    // Without a right to any table, and then without one to their schemas.
    expect((await getJudgement(reader)).advice.unjudged.length).toBeGreaterThan(0);
    await sql`REVOKE USAGE ON SCHEMA public, fiber FROM fiber_reader`.execute(database.db);
    const { advice, jobs } = await getJudgement(reader);
    const subjects = advice.unjudged.map(({ subject }) => subject).join("; ");
    expect(subjects).toContain("aggregates_hourly");
    expect(jobs.items.filter(({ target }) => target === "metrics").length).toBeGreaterThan(1);
    const hidden = jobs.items.filter(({ errors_visible }) => !errors_visible);
    expect(hidden.length > 0).toBe(subjects.includes("history of job"));
  } finally {
    await reader.destroy();
  }
});
