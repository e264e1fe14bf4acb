import { describe, expect, test } from "vitest";
import { addressWithoutPassword, explainDatabaseError } from "./preflight.ts";

const url = "postgresql://ana:hunter22@db.example:5432/fiber";
const driverError = (code: string, message = "said so") => Object.assign(new Error(message), { code });

describe("an error of the driver becomes a sentence about DATABASE_URL", () => {
  test.each([
    ["28P01", "database_unreachable", "DATABASE_URL is refused by db.example:5432/fiber"],
    ["3D000", "database_unreachable", "not there"],
    ["ECONNREFUSED", "database_unreachable", "nothing answers"],
    ["ENOTFOUND", "database_unreachable", "not known"],
    ["ENOSPC", "internal", "The disk is full"],
    ["53100", "internal", "The disk is full"],
    ["42501", "not_permitted", "does not permit"],
  ])("%s", (code, kind, part) => {
    const error = explainDatabaseError(driverError(code), url);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(part);
    expect(error.message).not.toContain("hunter22");
    expect(error.cause).toBeInstanceOf(Error);
  });

  test("several addresses of one host count as the first", () => {
    const both = new AggregateError([driverError("ECONNREFUSED"), driverError("ECONNREFUSED")]);
    expect(explainDatabaseError(both, url).message).toContain("nothing answers");
  });

  test("a role that exists but was not granted says how to grant it", () => {
    const error = explainDatabaseError(driverError("42501", 'must have admin option on role "fiber_reader"'), url);
    expect(error.remedy).toContain("GRANT fiber_reader");
  });
});

test("an address is shown without user and password", () => {
  expect(addressWithoutPassword(url)).toBe("db.example:5432/fiber");
  expect(addressWithoutPassword("postgresql:///fiber?host=/run/postgresql")).toBe("/run/postgresql/fiber");
});
