import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

test.use({ role: null });

const signInAs = async (page: Page, account: string, next = ""): Promise<void> => {
  await page.goto(`/login${next && `?next=${encodeURIComponent(next)}`}`);
  await page.getByRole("button", { name: "Continue with Corp" }).click();
  await page.getByLabel("Account").fill(account);
  await page.getByRole("button", { name: "Continue" }).click();
};

const sessionOf = async (page: Page) => (await page.request.get("/api/auth/session")).json() as Promise<object>;

test("the provider's claim decides the role, and the way leads back", async ({ page }) => {
  await signInAs(page, "ada", "/storage?range=7d");
  await expect(page).toHaveURL(/\/storage\?range=7d$/);
  expect(await sessionOf(page)).toMatchObject({ email: "ada@corp.test", name: "Ada Admin", role: "admin" });
  await page.goto("/settings/users");
  await expect(page.getByRole("row").filter({ hasText: "ada@corp.test" })).toContainText("oidc");
  await page.goto("/settings/audit?actor=ada@corp.test");
  await expect(page.getByRole("row").filter({ hasText: "session.create" }).first()).toContainText("by oidc");
});

test("a second sign-in is the same person", async ({ page, context }) => {
  for (const _round of [1, 2]) {
    // A page that stays asks on, as nobody, and is refused.
    await page.goto("about:blank");
    await context.clearCookies();
    await signInAs(page, "olaf");
    await expect(page.getByRole("heading", { name: "Fleet", level: 1 })).toBeAttached();
    expect(await sessionOf(page)).toMatchObject({ email: "olaf@corp.test", role: "operator" });
  }
});

test("whom an administrator put in is found by the vouched address, and takes over the claim's role", async ({
  page,
}) => {
  await signInAs(page, "viola");
  await expect(page.getByRole("heading", { name: "Fleet", level: 1 })).toBeAttached();
  expect(await sessionOf(page)).toMatchObject({ email: "linked@fiber.test", name: "Test viewer", role: "operator" });
});

test("who has no role stays outside", async ({ page }) => {
  await signInAs(page, "nora");
  await expect(page).toHaveURL(/\/login\?error=/);
  await expect(page.getByRole("alert").filter({ hasText: "has no role here" })).toBeVisible();
  expect((await page.request.get("/api/v1/nodes")).status()).toBe(401);
});

test("an address that the provider does not vouch for takes over nobody's account", async ({ page }) => {
  await signInAs(page, "mallory");
  await expect(page).toHaveURL(/\/login\?error=/);
  expect((await page.request.get("/api/auth/session")).status()).toBe(401);
});

test("refusing at the provider is told", async ({ page }) => {
  await page.goto("/login");
  await page.getByRole("button", { name: "Continue with Corp" }).click();
  await page.getByRole("button", { name: "Refuse" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "did not let you in" })).toBeVisible();
});

test("a forged way back signs nobody in", async ({ request }) => {
  for (const query of [
    "",
    "?code=x",
    "?code=x&state=y",
    "?error=%0d%0aSet-Cookie:x",
    `?state=${"s".repeat(3_000)}&code=c`,
  ]) {
    const response = await request.get(`/api/auth/callback/oidc${query}`, { maxRedirects: 0 });
    expect([303, 400]).toContain(response.status());
    expect(response.headers()["set-cookie"] ?? "").not.toContain("session_token=ey");
    if (response.status() === 303) expect(response.headers().location).toMatch(/^\/login\?error=/);
  }
});
