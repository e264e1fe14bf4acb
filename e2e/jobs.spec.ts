import { type FindingFold, foldFindings } from "#lib/advisor/fold.ts";
import type { Advice, JobReports } from "#lib/model/advisor.ts";
import { expectAccessible } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

// The policies of the test database are paused, and nobody runs its jobs: the doctor has something to say.
test("jobs are reached by key and judged; what the routes answer stands on the page", async ({ page, request }) => {
  const advice = (await (await request.get("/api/v1/storage/findings")).json()) as Advice;
  const jobs = (await (await request.get("/api/v1/storage/jobs")).json()) as JobReports;
  const paused = advice.items.find(({ rule, snooze }) => rule === "job_paused" && snooze === null);
  await page.goto("/");
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("j");
    await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeAttached({ timeout: 1_000 });
  }).toPass();
  const doctor = page.getByRole("region", { name: "Doctor" });
  const fold = doctor.getByRole("button", { name: /\d+ jobs are paused\./ });
  const single = doctor.getByRole("button", { name: paused!.title });
  await expect(single).toBeHidden();
  await fold.press("Enter");
  await single.press("Enter");
  await expect(doctor.getByRole("region", { name: `SQL: ${paused!.title}` })).toHaveText(paused!.sql!);
  await expect(page).toHaveURL(/finding=job_paused/);
  await expect(doctor.getByText("An operator can snooze")).toBeVisible();
  await expect(fold).toHaveAttribute("aria-expanded", "true");
  await fold.press("Enter");
  await expect(single).toBeHidden();
  const policies = page.getByRole("region", { name: "Policies and jobs" });
  await expect(policies.getByRole("listitem")).toHaveCount(jobs.items.length);
  await policies.getByRole("button", { name: /compress chunks older than 3 days/ }).click();
  await expect(policies).toContainText('"compress_after":"3 days"');
  await policies.getByRole("button", { name: "Why, and the SQL that mends it" }).first().click();
  await expect(page).toHaveURL(/finding=[a-z_]+/);
});

test.describe("an operator", () => {
  test.use({ role: "operator" });

  test("snoozes a finding and wakes it, by keyboard alone", async ({ page }) => {
    const listed = async () => ((await (await page.request.get("/api/v1/storage/findings")).json()) as Advice).items;
    const finding = (await listed()).findLast(({ rule, snooze }) => rule === "job_paused" && snooze === null)!;
    await page.goto(`/jobs?finding=${encodeURIComponent(finding.finding_id)}`);
    const doctor = page.getByRole("region", { name: "Doctor" });
    const ask = doctor.getByRole("button", { name: "Snooze …" });
    const dialog = page.getByRole("dialog", { name: "Snooze this finding" });
    await expect(async () => {
      await ask.press("Enter");
      await expect(dialog).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(dialog).toContainText("Nothing is mended.");
    await dialog.getByLabel("For").selectOption("a week");
    await dialog.getByLabel("Why").fill("an import runs until Friday");
    await dialog.getByLabel("Why").press("Enter");
    await expect(dialog).toBeHidden();
    await expect(doctor).toContainText("an import runs until Friday");
    expect((await listed()).at(-1)).toMatchObject({
      finding_id: finding.finding_id,
      snooze: { reason: "an import runs until Friday", snoozed_by: "operator@fiber.test" },
    });
    await doctor.getByRole("button", { name: "Tell of it again" }).press("Enter");
    await expect(ask).toBeVisible();
    expect((await listed()).every(({ snooze }) => snooze === null)).toBe(true);
  });

  test("snoozes all that are alike in one act, and wakes them in one", async ({ page }) => {
    const listed = async () => ((await (await page.request.get("/api/v1/storage/findings")).json()) as Advice).items;
    const alike = foldFindings(await listed()).find((line): line is FindingFold => "items" in line)!;
    const ids = new Set(alike.items.map(({ finding_id }) => finding_id));
    const reasons = async () =>
      (await listed()).flatMap(({ finding_id, snooze }) => (ids.has(finding_id) ? [snooze?.reason] : []));
    const count = ids.size;
    await page.goto("/jobs");
    const doctor = page.getByRole("region", { name: "Doctor" });
    const fold = doctor.getByRole("button", { name: alike.title });
    const dialog = page.getByRole("dialog", { name: `Snooze ${count} findings` });
    await expect(async () => {
      if ((await fold.getAttribute("aria-expanded")) === "false") await fold.press("Enter");
      await doctor.getByRole("button", { name: `Snooze all ${count} …` }).press("Enter");
      await expect(dialog).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(dialog).toContainText("these findings stand below the others");
    await dialog.getByLabel("Why").fill("paused for an upgrade");
    await dialog.getByLabel("Why").press("Enter");
    await expect(dialog).toBeHidden();
    expect(await reasons()).toEqual(Array(count).fill("paused for an upgrade"));
    const shown = doctor.getByRole("button", { name: `Show ${count} snoozed` });
    await shown.press("Enter");
    await fold.press("Enter");
    await expect(fold).toHaveAttribute("aria-expanded", "true");
    await doctor.getByRole("button", { name: `Tell of all ${count} again` }).press("Enter");
    await expect(shown).toBeHidden();
    await expect(fold).toBeVisible();
    expect(await reasons()).toEqual(Array(count).fill(undefined));
  });
});

test("jobs: axe finds nothing, in light and dark, and nothing scrolls sideways @mobile", async ({ page }) => {
  await page.goto("/jobs");
  const doctor = page.getByRole("region", { name: "Doctor" });
  const first = doctor.getByRole("button", { name: /jobs are paused\./ });
  await expect(async () => {
    await first.click();
    await expect(first).toHaveAttribute("aria-expanded", "true", { timeout: 500 });
  }).toPass();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
});
