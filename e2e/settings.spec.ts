import { expectAccessible } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

test.use({ role: "admin" });

test("a person is invited by link, sets a password, is made operator and is disabled", async ({ page, browser }) => {
  const email = "invited@fiber.test";
  await page.goto("/settings/users");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Name").fill("Ines Invited");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByLabel("the link", { exact: true }).inputValue();
  const row = page.getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("invited");

  const other = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const theirs = await other.newPage();
  await theirs.goto(link);
  await expect(theirs.getByText(email)).toBeVisible();
  await theirs.getByLabel("New password").fill("violet tractor 91");
  await theirs.getByLabel("Once more").fill("violet tractor 91");
  await theirs.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(theirs.getByRole("heading", { name: "Fleet", level: 1 })).toBeAttached();
  await theirs.goto(link);
  await expect(theirs.getByRole("alert").filter({ hasText: "no longer valid" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Settings" })).toHaveCount(0);

  await page.getByRole("button", { name: `Change ${email}` }).click();
  await page.getByRole("menuitemradio", { name: "Role operator" }).click();
  await expect(row).toContainText("operator");
  await page.getByRole("button", { name: `Change ${email}` }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await expect(row).toContainText("disabled");
  expect((await other.request.get("/api/v1/nodes")).status()).toBe(401);
  await other.close();

  await page.goto(`/settings/audit?action=user.&actor=admin`);
  for (const action of ["user.create", "user.invite", "user.set-role", "user.disable"])
    await expect(page.getByRole("row").filter({ hasText: action }).first()).toBeVisible();
});

test("the last administrator stays", async ({ page }) => {
  await page.goto("/settings/users");
  const others = page
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name: "admin", exact: true }) })
    .filter({ hasNotText: "admin@fiber.test" });
  for (const email of await others.locator("td:first-child span.block").allTextContents()) {
    await page.getByRole("button", { name: `Change ${email}` }).click();
    await page.getByRole("menuitemradio", { name: "Role viewer" }).click();
    await expect(page.getByRole("row").filter({ hasText: email })).toContainText("viewer");
  }
  await page.getByRole("button", { name: "Change admin@fiber.test" }).click();
  await page.getByRole("menuitemradio", { name: "Role viewer" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "last administrator" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: "admin@fiber.test" })).toContainText("admin");
});

test("a token is made, works, and is refused within a second of its revocation", async ({
  page,
  playwright,
  baseURL,
}) => {
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name", { exact: true }).fill("browser test");
  await page.getByRole("checkbox", { name: /^read/ }).check();
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = await page.getByLabel("the token", { exact: true }).inputValue();
  const machine = await playwright.request.newContext({
    baseURL: baseURL!,
    storageState: { cookies: [], origins: [] },
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  expect((await machine.get("/api/v1/nodes")).status()).toBe(200);
  await page.getByRole("button", { name: "Revoke browser test" }).click();
  // "when revoked" stands there before: what goes is the button.
  await expect(page.getByRole("button", { name: "Revoke browser test" })).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: "browser test" })).toContainText("revoked");
  expect((await machine.get("/api/v1/nodes")).status()).toBe(401);
  await page.reload();
  expect(await page.content()).not.toContain(token);
  await machine.dispose();
});

test("the audit exports what its filter shows, and notes the export", async ({ page }) => {
  await page.goto("/settings/audit");
  await page.getByLabel("What").fill("session.create");
  await page.getByLabel("Outcome").selectOption("done");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/action=session\.create/);
  const csv = await page.request.get((await page.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "");
  expect(csv.headers()["content-type"]).toContain("text/csv");
  const lines = (await csv.text()).trim().split("\r\n");
  expect(lines[0]).toBe("event_id,at,actor_kind,actor_id,actor_name,address,action,subject,outcome,detail");
  expect(lines.slice(1).every((line) => line.includes(",session.create,"))).toBe(true);
  const { items } = (await (await page.request.get("/api/v1/audit?action=audit.export")).json()) as { items: object[] };
  expect((await page.request.get("/api/v1/export?range=1h&format=csv&source=aggregates_daily")).status()).toBe(200);
  const exported = (await (await page.request.get("/api/v1/audit?action=measurements.export")).json()) as {
    items: object[];
  };
  expect(exported.items[0]).toMatchObject({ subject: "aggregates_daily", outcome: "done", detail: { format: "csv" } });
  expect(items[0]).toMatchObject({
    actor_name: "admin@fiber.test",
    detail: { format: "csv", action: "session.create" },
  });
  for (const wrong of ["outcome=x", "since=yesterday", "actor=a&actor=b", "format=xml", "before=-1", "nope=1"])
    expect((await page.request.get(`/api/v1/audit?${wrong}`)).status()).toBe(400);
});

for (const [path, open] of [
  ["/login?link=x", ""],
  ["/settings/users", "Invite"],
  ["/settings/tokens", "New token"],
  ["/settings/audit", ""],
] as const) {
  test(`${path}: axe finds nothing, in light and dark @mobile`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    if (open) await page.getByRole("button", { name: open, exact: true }).click();
    await expectAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide, "the page scrolls sideways").toBe(false);
  });
}

test.describe("nobody", () => {
  test.use({ role: null });
  test("/login: axe finds nothing, in light and dark @mobile", async ({ page }) => {
    await page.goto("/login");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expectAccessible(page);
  });
});
