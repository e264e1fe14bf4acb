import type { LogEvent } from "kysely";
import { expect, test, vi } from "vitest";

test("statements of a pool that another bundle opened go to the recording that is going on", async () => {
  const { recordStatements } = await import("./statements.ts");
  vi.resetModules();
  const other = await import("./statements.ts");
  const event = { level: "query", query: { sql: "SELECT 1", parameters: [] }, queryDurationMillis: 1 };
  const { statements } = await recordStatements(async () => other.noteStatement(event as unknown as LogEvent));
  expect(statements.map(({ sql }) => sql)).toEqual(["SELECT 1"]);
});
