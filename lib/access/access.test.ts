import { describe, expect, test } from "vitest";
import { addressGroup, clientAddress, isInNetworks, parseNetwork } from "./address.ts";
import { auditCsvRow } from "./audit-csv.ts";
import { readAuditFilter } from "./audit-filter.ts";
import { parseAuthorization } from "./authorization.ts";
import { normalizeEmail } from "./email.ts";
import { checkPassword, isCommonPassword } from "./password.ts";
import { principalAllows, principalAllowsNode, roleAllows, ROLES } from "./roles.ts";
import { safePath } from "./safe-path.ts";

describe("passwords", () => {
  test.each([
    "password",
    "Password1",
    "P@ssw0rd2024!",
    "qwertz12345",
    "12345678",
    "aaaaaaaa",
    "abcabcabc",
    "letmein123",
    "iloveyou!!",
    "adminadmin",
    "Welcome2026",
    "qwerty123456",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "asdfghjkl",
    "changeme1",
    "zxcvbnm1",
    "passwordpassword",
    "fiberdb2026",
    "timescale123",
    "0123456789",
    "helloworld1",
  ])("%s is among the common ones", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  test.each(["harbour kettle sixteen", "violet tractor 91", "Xk9#mQ2vLp", "dolphin-lamp-7", "grüner Kaktus"])(
    "%s may be used",
    (password) => {
      expect(() => checkPassword(password, { email: "ana@fiber.test", name: "Ana" })).not.toThrow();
    },
  );

  test.each([
    ["short12", "at least"],
    ["x7".repeat(70), "at most"],
    ["ana.lovelace@corp.test", "name of its owner"],
    ["ana.lovelace42", "name of its owner"],
  ])("%s may not", (password, reason) => {
    expect(() => checkPassword(password, { email: "ana.lovelace@corp.test", name: "Ana" })).toThrow(reason);
  });
});

describe("where to go after signing in", () => {
  test.each([["/"], ["/storage?range=7d#x"], ["/nodes/3b1f?tz=UTC"]])("%s", (path) =>
    expect(safePath(path)).toBe(path),
  );
  test.each([
    undefined,
    1,
    ["/a"],
    "",
    "storage",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%0d/../\n//evil",
    " /x",
    "javascript:alert(1)",
    "/login",
    "/login?next=/",
    "/api/v1/nodes",
    "/./login",
    "/a/../api/x",
    `/${"x".repeat(3_000)}`,
  ])("not %j", (path) => expect(safePath(path)).toBe("/"));
});

describe("the Authorization header", () => {
  const token = `fbr_${"aB3-_".repeat(9).slice(0, 43)}`;
  test.each([`Bearer ${token}`, `bearer  ${token} `, `Token ${token}`])("%s", (header) =>
    expect(parseAuthorization(header)).toEqual({ kind: "token", token }),
  );
  test("none", () => expect(parseAuthorization(null)).toEqual({ kind: "absent" }));
  test.each(["", "Bearer", token, `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token} ${token}`, "Bearer ü"])(
    "malformed: %s",
    (header) => expect(parseAuthorization(header)).toEqual({ kind: "malformed" }),
  );
});

describe("the address of the client", () => {
  const proxies = [parseNetwork("10.0.0.0/8")!, parseNetwork("fd00::/8")!];
  test.each([
    ["192.0.2.7", "198.51.100.1", "192.0.2.7"],
    ["10.1.2.3", "198.51.100.1", "198.51.100.1"],
    ["10.1.2.3", "6.6.6.6, 198.51.100.1", "198.51.100.1"],
    ["10.1.2.3", "198.51.100.1, 10.9.9.9", "198.51.100.1"],
    ["10.1.2.3", "nonsense", "10.1.2.3"],
    ["10.1.2.3", undefined, "10.1.2.3"],
    ["::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"],
    ["fd00::1", "2001:db8::7", "2001:db8:0:0:0:0:0:7"],
    [undefined, "198.51.100.1", "unknown"],
  ])("%s with X-Forwarded-For %s is %s", (remote, forwarded, client) =>
    expect(clientAddress(remote, forwarded, proxies)).toBe(client),
  );

  test("networks", () => {
    for (const wrong of ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/8/8", "::/129", "1:2:3", "x", "256.1.1.1"])
      expect(parseNetwork(wrong), wrong).toBeUndefined();
    expect(isInNetworks("172.16.5.4", [parseNetwork("172.16.0.0/12")!])).toBe(true);
    expect(isInNetworks("172.32.0.1", [parseNetwork("172.16.0.0/12")!])).toBe(false);
    expect(isInNetworks("::1", [parseNetwork("0.0.0.0/0")!])).toBe(false);
  });

  test("an IPv6 customer is one client", () => {
    expect(addressGroup("2001:db8:1:2:3::4")).toBe(addressGroup("2001:db8:1:2:ffff::1"));
    expect(addressGroup("2001:db8:1:3::1")).not.toBe(addressGroup("2001:db8:1:2::1"));
    expect(addressGroup("::ffff:192.0.2.1")).toBe("192.0.2.1");
  });
});

test("e-mail addresses in one spelling", () => {
  expect(normalizeEmail(" Ana@Example.COM ")).toBe("ana@example.com");
  expect(normalizeEmail("admin@localhost")).toBe("admin@localhost");
  for (const wrong of [
    undefined,
    1,
    "",
    "a",
    "@b",
    "a@",
    "a b@c.d",
    "a@b@c",
    "a@-b.c",
    "a@b..c",
    `${"x".repeat(250)}@b.cd`,
  ])
    expect(normalizeEmail(wrong), String(wrong)).toBeUndefined();
});

test("each role may what the ones before it may; scopes do not include each other", () => {
  expect(ROLES.map((role) => ROLES.filter((needed) => roleAllows(role, needed)).length)).toEqual([1, 2, 3]);
  const machine = { kind: "token", token_id: "1", name: "x", scopes: ["ingest"], node_names: ["a"] } as const;
  const token = { ...machine, scopes: [...machine.scopes], node_names: [...machine.node_names] };
  expect(principalAllows(token, "ingest")).toBe(true);
  expect(principalAllows(token, "read")).toBe(false);
  expect(principalAllowsNode(token, "a")).toBe(true);
  expect(principalAllowsNode(token, "b")).toBe(false);
});

test("a row of the audit's CSV runs no formula and keeps its columns", () => {
  const event = {
    event_id: 1,
    at: "2026-11-22T13:02:00Z",
    actor_kind: "person",
    actor_id: null,
    actor_name: '=cmd("x")',
    address: null,
    action: "user.create",
    subject: 'a,"b"\nc',
    outcome: "done",
    detail: { role: "viewer" },
  } as const;
  expect(auditCsvRow(event)).toBe(
    `1,2026-11-22T13:02:00Z,person,,"'=cmd(""x"")",,user.create,"a,""b""\nc",done,"{""role"":""viewer""}"\r\n`,
  );
});

test("the audit's filter names what is wrong with it", () => {
  expect(readAuditFilter({ actor: "ana", since: "2026-11-22" })).toEqual({
    actor: "ana",
    action: undefined,
    outcome: undefined,
    since: "2026-11-22T00:00:00.000Z",
    until: undefined,
  });
  for (const [name, value] of [
    ["outcome", "x"],
    ["since", "yesterday"],
    ["actor", "x".repeat(201)],
    ["action", "\u0000"],
  ] as const)
    expect(() => readAuditFilter({ [name]: value })).toThrow(name);
});
