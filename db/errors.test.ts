import { expect, test } from "vitest";
import { classifyDatabaseError } from "./errors.ts";

const errorOf = (code: string, message: string) => classifyDatabaseError(Object.assign(new Error(message), { code }));

test("waiting for another's lock is told as that, with what ends it", () => {
  expect(errorOf("55P03", "canceling statement due to lock timeout")).toMatchObject({
    kind: "query_timeout",
    message: "Another session holds a lock on what is asked for. canceling statement due to lock timeout",
    remedy: expect.stringContaining("which transaction is the longest"),
  });
  const slow = errorOf("57014", "canceling statement due to statement timeout");
  expect(slow).toMatchObject({ kind: "query_timeout", message: expect.stringContaining("took too long to answer") });
  expect(slow.remedy).toBeUndefined();
});

test("where the database is stays out of the text", () => {
  const error = errorOf("ECONNREFUSED", "connect ECONNREFUSED 10.1.2.3:5432");
  expect(error.kind).toBe("database_unreachable");
  expect(error.message).not.toContain("10.1.2.3");
});
