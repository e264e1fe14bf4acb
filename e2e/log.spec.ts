import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TEST_PASSWORD, TEST_TOKENS, testEmail } from "#db/testing/credentials.ts";
import { expect, signIn, test } from "./fixtures.ts";

/** Everything that the console under test printed: bin/parts/e2e-console.mjs keeps it here. */
const output = (): string =>
  readFileSync(fileURLToPath(new URL("../test-results/console.log", import.meta.url)), "utf8");

const WRONG = "a wrong password that nobody has";
const NEW = "meadow lantern 5519";

test.describe("the console's output", () => {
  test.use({ role: "admin", expected_errors: [/status of 40[01]/] });

  test("holds no password, token, link, cookie or key of all that passes through", async ({
    page,
    browser,
    playwright,
    baseURL,
  }) => {
    const stranger = await playwright.request.newContext({
      baseURL: baseURL!,
      storageState: { cookies: [], origins: [] },
    });
    const enter = (email: string, password: string, more: object = {}) =>
      stranger.post("/api/auth/sign-in/email", { data: { email, password, ...more } });

    const { cookies } = await signIn(baseURL!, "viewer");
    // Something that the console does print, so that silence is no proof.
    const printed = output().length;
    await page.request.post("/settings/users", {
      headers: { "next-action": "0".repeat(42), "content-type": "text/plain", origin: "https://other.example" },
      data: "[]",
    });
    await expect.poll(() => output().slice(printed)).toMatch(/console: .*(Server Action|other\.example)/);
    expect((await enter(testEmail("operator"), WRONG)).status()).toBe(401);
    expect((await enter("not an address", WRONG)).status()).toBe(400);
    expect((await enter(testEmail("viewer"), TEST_PASSWORD, { callbackURL: 1 })).status()).toBeLessThan(500);
    for (const token of [TEST_TOKENS.read, TEST_TOKENS.ingest, `fbr_${"q".repeat(43)}`])
      await stranger.get("/api/v1/nodes", { headers: { authorization: `Bearer ${token}` } });
    await stranger.post("/api/v1/ingest", {
      headers: { authorization: `Bearer ${TEST_TOKENS.ingest}`, "content-type": "application/json" },
      data: "{",
    });
    await stranger.dispose();

    // A link, used once and once too often.
    await page.goto("/settings/users");
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await page.getByLabel("E-mail").fill("logged@fiber.test");
    await page.getByLabel("Name").fill("Lo Gged");
    await page.getByRole("button", { name: "Make the link" }).click();
    const link = await page.getByLabel("the link", { exact: true }).inputValue();
    const other = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const theirs = await other.newPage();
    await theirs.goto(link);
    await theirs.getByLabel("New password").fill(NEW);
    await theirs.getByLabel("Once more").fill(NEW);
    await theirs.getByRole("button", { name: "Set password and sign in" }).click();
    await expect(theirs.getByRole("heading", { name: "Fleet", level: 1 })).toBeAttached();
    await theirs.goto(link);
    await expect(theirs.getByRole("alert").filter({ hasText: "no longer valid" })).toBeVisible();

    // The way through the provider, with its code in the address.
    const codes: string[] = [];
    theirs.on("request", (request) => codes.push(new URL(request.url()).searchParams.get("code") ?? ""));
    await other.clearCookies();
    await theirs.goto("/login");
    await theirs.getByRole("button", { name: "Continue with Corp" }).click();
    await theirs.getByLabel("Account").fill("ada");
    await theirs.getByRole("button", { name: "Continue" }).click();
    await expect(theirs.getByRole("heading", { name: "Fleet", level: 1 })).toBeAttached();
    const taken = await other.cookies();
    await other.close();

    const secrets = [
      TEST_PASSWORD,
      WRONG,
      NEW,
      ...Object.values(TEST_TOKENS),
      "q".repeat(43),
      new URL(link).searchParams.get("link") ?? "",
      ...codes.filter((code) => code !== ""),
      ...[...cookies, ...taken]
        .filter(({ name }) => /session/.test(name))
        .map(({ value }) => value.split(/\.|%2E/)[0]!),
      "a secret of the browser tests",
      "a secret of the tests alone",
    ];
    expect(codes.filter((code) => code !== "").length).toBeGreaterThan(0);
    expect(secrets.every((secret) => secret.length >= 16)).toBe(true);
    const log = output();
    expect(log).toContain("The console under test is ready");
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  });
});
