import { describe, expect, test } from "vitest";
import { readAccessEnvironment, roleOfClaims } from "./env-access.ts";

const OIDC = {
  FIBER_OIDC_ISSUER: "https://id.corp.test/",
  FIBER_OIDC_CLIENT_ID: "fiber",
  FIBER_OIDC_CLIENT_SECRET: "s",
  FIBER_PUBLIC_URL: "https://fiber.corp.test",
};

test("nothing set: no provider, no proxy, the address of each request", () => {
  expect(readAccessEnvironment({})).toEqual({ public_url: undefined, trusted_proxies: [], oidc: undefined });
});

test.each([
  [{ FIBER_PUBLIC_URL: "fiber.corp.test" }, "FIBER_PUBLIC_URL"],
  [{ FIBER_PUBLIC_URL: "https://fiber.corp.test/console" }, "FIBER_PUBLIC_URL"],
  [{ FIBER_TRUSTED_PROXY: "10.0.0.0/8, everybody" }, "FIBER_TRUSTED_PROXY"],
  [{ ...OIDC, FIBER_OIDC_ISSUER: "id.corp.test" }, "FIBER_OIDC_ISSUER"],
  [{ ...OIDC, FIBER_OIDC_CLIENT_ID: "" }, "FIBER_OIDC_CLIENT_ID"],
  [{ ...OIDC, FIBER_OIDC_CLIENT_SECRET: undefined }, "FIBER_OIDC_CLIENT_SECRET"],
  [{ ...OIDC, FIBER_PUBLIC_URL: undefined }, "FIBER_PUBLIC_URL"],
  [{ ...OIDC, FIBER_OIDC_ROLE_MAP: "staff=king" }, "FIBER_OIDC_ROLE_MAP"],
  [{ ...OIDC, FIBER_OIDC_ROLE_MAP: "=admin" }, "FIBER_OIDC_ROLE_MAP"],
])("%j is refused by the name of %s", (env, name) => {
  expect(() => readAccessEnvironment(env)).toThrow(name);
});

describe("the role of a claim", () => {
  const read = (claim: string, map: string) =>
    readAccessEnvironment({ ...OIDC, FIBER_OIDC_ROLE_CLAIM: claim, FIBER_OIDC_ROLE_MAP: map }).oidc!;
  const oidc = read("groups", "network-admins=admin; cn=noc,dc=corp=operator");
  test("is the highest that matches; a value may hold an equals sign", () => {
    expect(
      roleOfClaims({ groups: ["noc", "network-admins"] }, read("groups", "noc=operator,network-admins=admin")),
    ).toBe("admin");
    expect(oidc.role_map.at(-1)).toEqual({ value: "cn=noc,dc=corp", role: "operator" });
  });
  test("is none when nothing matches, whatever the claim's shape", () => {
    for (const groups of [undefined, null, 1, {}, [], [1], "guests", ["network-admins "]])
      expect(roleOfClaims({ groups }, read("groups", "network-admins=admin"))).toBeUndefined();
  });
  test("is found inside of objects and as one text; * is everybody", () => {
    expect(roleOfClaims({ realm_access: { roles: ["noc"] } }, read("realm_access.roles", "noc=operator"))).toBe(
      "operator",
    );
    expect(roleOfClaims({ "https://corp.test/role": "noc" }, read("https://corp.test/role", "noc=operator"))).toBe(
      "operator",
    );
    expect(roleOfClaims({}, read("groups", "*=viewer"))).toBe("viewer");
  });
});
