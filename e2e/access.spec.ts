import type { APIRequestContext, APIResponse } from "@playwright/test";
import { TEST_PASSWORD, testEmail } from "#db/testing/credentials.ts";
import { expect, signIn, test } from "./fixtures.ts";

const SIGN_IN = "/api/auth/sign-in/email";

const expectProblem = async (response: APIResponse, ...statuses: number[]): Promise<void> => {
  expect(statuses).toContain(response.status());
  expect(response.headers()["content-type"]).toContain("application/problem+json");
};

test.describe("signing in", () => {
  test.use({ role: null });

  test("leads back to the page that was wanted; signing out leads out @mobile", async ({ page }) => {
    await page.goto("/storage?range=7d");
    await expect(page).toHaveURL(/\/login\?next=%2Fstorage%3Frange%3D7d$/);
    await page.getByLabel("E-mail").fill("Viewer@Fiber.test");
    await page.getByLabel("Password").fill(TEST_PASSWORD);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/storage\?range=7d$/);
    await page.getByRole("button", { name: /viewer@fiber\.test/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/login$/);
    await page.goto("/");
    await expect(page).toHaveURL(/\/login$/);
  });

  test.describe("with a wrong password", () => {
    test.use({ expected_errors: [/status of 401/] });
    test("says the same whether the account exists or not", async ({ page }) => {
      for (const email of ["viewer@fiber.test", "nobody@fiber.test"]) {
        await page.goto("/login");
        await page.getByLabel("E-mail").fill(email);
        await page.getByLabel("Password").fill("not the password");
        await page.getByRole("button", { name: "Sign in" }).click();
        await expect(page.getByRole("alert").filter({ hasText: "E-mail" })).toHaveText("E-mail or password is wrong.");
      }
    });
  });

  for (const next of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/login?next=/x",
    "javascript:alert(1)",
  ]) {
    test(`does not lead to ${next}`, async ({ page }) => {
      await page.goto(`/login?next=${encodeURIComponent(next)}`);
      await page.getByLabel("E-mail").fill(testEmail("viewer"));
      await page.getByLabel("Password").fill(TEST_PASSWORD);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    });
  }

  const BAD_BODIES = [
    "",
    "{",
    "null",
    "[]",
    "1",
    '{"email":1,"password":"x"}',
    '{"email":"a@b.de","password":["x"]}',
    '{"email":"a@b.de"}',
    '{"email":"not an address","password":"x"}',
    '{"email":"a@b.de\\u0000","password":"x"}',
    JSON.stringify({ email: `${"a".repeat(300)}@b.de`, password: "x" }),
    JSON.stringify({ email: "a@b.de", password: "x".repeat(129) }),
  ];
  for (const body of BAD_BODIES) {
    test(`a body of ${body.slice(0, 40)} is told to be wrong`, async ({ request }) => {
      await expectProblem(
        await request.post(SIGN_IN, { data: body, headers: { "content-type": "application/json" } }),
        400,
      );
    });
  }

  test("bytes that are no text, and a body without end, are refused", async ({ request }) => {
    const headers = { "content-type": "application/json" };
    await expectProblem(await request.post(SIGN_IN, { data: Buffer.from([0xff, 0xfe, 0x00]), headers }), 400);
    await expectProblem(await request.post(SIGN_IN, { data: Buffer.alloc(200_000, 32), headers }), 413);
  });

  test("a cookie of any nonsense is nobody's", async ({ request }) => {
    const nonsense = [
      "",
      "x",
      "a.b",
      "%",
      "%00",
      `${"x".repeat(5_000)}.y`,
      '"',
      "%E0%A4%A",
      "a.b.c.d; fiber.session_token=e.f",
    ];
    for (const value of nonsense) {
      const cookie = `fiber.session_token=${value}; fiber_zone=%E0%A4%A`;
      await expectProblem(await request.get("/api/v1/nodes", { headers: { cookie } }), 401);
      const page = await request.get("/", { headers: { cookie }, maxRedirects: 0 });
      expect(page.status()).toBe(307);
    }
  });
});

test.describe("a session", () => {
  test("that was stolen ends with its owner's sign-out", async ({ playwright, baseURL }) => {
    const state = await signIn(baseURL!, "viewer");
    const open = () => playwright.request.newContext({ baseURL: baseURL!, storageState: state });
    const [owner, thief] = [await open(), await open()];
    expect((await thief.get("/api/v1/nodes")).status()).toBe(200);
    expect((await owner.post("/api/auth/sign-out")).status()).toBe(200);
    await expectProblem(await thief.get("/api/v1/nodes"), 401);
    expect((await thief.get("/", { maxRedirects: 0 })).status()).toBe(307);
  });

  test("its cookie is for the server alone", async ({ baseURL }) => {
    const { cookies } = await signIn(baseURL!, "viewer");
    expect(cookies).toMatchObject([{ name: "fiber.session_token", httpOnly: true, sameSite: "Lax", path: "/" }]);
  });

  test("is not used by another site", async ({ playwright, baseURL }) => {
    const state = await signIn(baseURL!, "viewer");
    const context = await playwright.request.newContext({ baseURL: baseURL!, storageState: state });
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: baseURL!.replace("127.0.0.1", "localhost") },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ] as Record<string, string>[])
      await expectProblem(await context.post("/api/auth/sign-out", { headers }), 403);
    expect((await context.get("/api/auth/session")).status()).toBe(200);
  });
});

const post = (request: APIRequestContext, email: string, address: string) =>
  request.post(SIGN_IN, {
    data: { email, password: "wrong" },
    headers: { "x-forwarded-for": address, "x-fiber-address": address },
  });

const medianOf = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

test.describe("guessing", () => {
  test.use({ role: null });
  test("does not learn from the time whether an account exists", async ({ request }) => {
    const times: Record<string, number[]> = { "linked@fiber.test": [], "unknown@fiber.test": [] };
    for (let round = 0; round < 7; round += 1) {
      for (const [email, taken] of Object.entries(times)) {
        const since = performance.now();
        expect((await request.post(SIGN_IN, { data: { email, password: "not the password" } })).status()).toBe(401);
        taken.push(performance.now() - since);
      }
    }
    const [known = 0, unknown = 0] = Object.values(times).map(medianOf);
    // Without a hash, an unknown account would be told several times as fast.
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  test("is limited, and headers that a stranger sends do not help", async ({ request }) => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 14; attempt += 1)
      statuses.push((await post(request, "guessed@fiber.test", `198.51.100.${attempt}`)).status());
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
    const limited = await post(request, "guessed@fiber.test", "192.0.2.1");
    await expectProblem(limited, 429);
    expect(Number(limited.headers()["retry-after"])).toBeGreaterThan(0);
  });
});

test.describe("headers", () => {
  test.use({ role: null });
  test("of pages: scripts by nonce alone, no frame, another nonce each time", async ({ request }) => {
    const read = async () => (await request.get("/login")).headers();
    const [first, second] = [await read(), await read()];
    const policy = first["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic';/);
    expect(policy).toMatch(/style-src 'self' 'nonce-/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-|-attr/);
    expect(policy).not.toBe(second["content-security-policy"]);
    expect(first).toMatchObject({ "x-frame-options": "DENY", "x-content-type-options": "nosniff" });
    expect(first["strict-transport-security"]).toBeUndefined();
    expect(first["x-powered-by"]).toBeUndefined();
  });

  test("of routes: nothing runs, nothing is kept", async ({ request }) => {
    const response = await request.get("/api/v1/nodes");
    expect(response.headers()).toMatchObject({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      "www-authenticate": 'Bearer realm="Fiber-DB"',
    });
  });
});
