import { readFile } from "node:fs/promises";
import type { ServiceLevel } from "#lib/model/service-level.ts";
import { expect, test } from "./fixtures.ts";

test("accounting is chosen by keys alone; figures, sentences and CSV follow it", async ({
  page,
  request,
  findNodeId,
}) => {
  const node_id = await findNodeId("gap-ap");
  // The test fleet goes on sending: a range that ended has figures that stay.
  const hoursAgo = (hours: number) =>
    new Date(Math.floor(Date.now() / 3_600_000 - hours) * 3_600_000).toISOString().replace(".000", "");
  const range = `from=${hoursAgo(148)}&to=${hoursAgo(4)}`;
  const ask = async (accounting: string): Promise<ServiceLevel> =>
    (await request.get(`/api/v1/nodes/${node_id}/report?${range}&${accounting}`)).json();
  const silent = (await ask("silence=down")).outages.outages.find(({ kind }) => kind === "silent");
  await page.goto(`/nodes/${node_id}/report?${range}&tz=Asia/Kolkata`);
  const uptime = page
    .getByLabel("Verdict")
    .locator("div")
    .filter({ hasText: /^uptime/ });
  const all = page.getByRole("row", { name: /^all / });
  const accounting = page.getByRole("region", { name: "Accounting" });
  await expect(uptime).toContainText("100.000");
  await expect(accounting).toContainText("silent is left out");
  await expect(accounting).toContainText("Days are those of Asia/Kolkata");

  await page.getByLabel("Probe silent").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.type("5");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/silence=down&loss_max=5/);
  await expect(accounting).toContainText("silent counts as down");
  await expect(accounting).toContainText("loss, where known, is at most 5 %");
  await expect(uptime).not.toContainText("100.000");
  const before = await all.textContent();

  await page.getByLabel("Maintenance, from/to in UTC").focus();
  await page.keyboard.type(`${silent!.from}/${silent!.to}`);
  await page.keyboard.press("Enter");
  await expect(accounting).toContainText(`Maintenance is left out: ${silent!.from} to ${silent!.to}.`);
  await expect(all).not.toHaveText(before!);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).press("Enter");
  const lines = (await readFile(await (await saved).path(), "utf8")).trimEnd().split("\r\n");
  const total = Object.fromEntries(lines[0]!.split(",").map((name, index) => [name, lines.at(-1)!.split(",")[index]]));
  expect(total).toMatchObject({ day: "total", silence: "down", loss_max_pct: "5", time_zone: "Asia/Kolkata" });
  expect(total["maintenance"]).toBe(`${silent!.from}/${silent!.to}`);
  const counts = [total["received"], total["received_up"], total["missing"], total["counted"]];
  const shown = counts.map((count) => Number(count).toLocaleString("en-US"));
  await expect(all.getByRole("cell")).toHaveText([
    ...shown,
    new RegExp(`^${Number(total["uptime_pct"]).toFixed(3)}`),
    /missed/,
  ]);

  await page.getByLabel("Probe silent").focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: "Apply" }).press("Enter");
  await expect(accounting).toContainText("silent counts as up");
  await expect(uptime).toContainText("100.000");

  const zones = page.getByRole("button", { name: /^Time zone/ });
  await zones.press("Enter");
  await expect(page.getByRole("menuitemradio").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(accounting).toContainText("Days are those of UTC");

  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("form", { name: "Accounting of the report" })).toBeHidden();
  await expect(accounting).toBeVisible();
});
