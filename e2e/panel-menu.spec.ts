import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";

test("a panel tells its SQL with parameters and time, by keyboard alone", async ({ page, findNodeId }) => {
  const node_id = await findNodeId("steady-eu");
  await page.goto(`/nodes/${node_id}?range=24h`);
  const menu = page.getByRole("region", { name: "Latency" }).getByRole("button", { name: "Latency: menu" });
  await expect(async () => {
    await menu.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitem", { name: "Show its SQL" })).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole("menuitem", { name: "Show its SQL" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "SQL of Latency" });
  await expect(dialog).toContainText(/statements, executed just now as fiber_reader in [\d.]+\sms/);
  await expect(dialog.getByText("FROM metrics").first()).toBeVisible();
  await expect(dialog.getByText(`'${node_id}'`).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(menu).toBeFocused();
});

test("a chart is saved as a PNG picture", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=24h`);
  const panel = page.getByRole("region", { name: "Latency" });
  await expect(panel.locator("svg").first()).toBeVisible();
  await panel.getByRole("button", { name: "Latency: menu" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Save as PNG picture" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("steady-eu-latency.png");
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  // Width and height stand in the header; twice the panel's.
  const box = await panel.boundingBox();
  expect(Math.abs(bytes.readUInt32BE(16) - 2 * (box?.width ?? 0))).toBeLessThanOrEqual(2);
});

test("sql must be 1 or be left out", async ({ request }) => {
  const response = await request.get("/api/v1/nodes?sql=yes");
  expect(response.status()).toBe(400);
  expect(await response.json()).toMatchObject({ field: "sql" });
});

test("every answer says how long its statements took", async ({ request }) => {
  const timing = (await request.get("/api/v1/nodes")).headers()["server-timing"] ?? "";
  expect(timing).toMatch(/^db;dur=[\d.]+;desc="\d+ statements", total;dur=[\d.]+$/);
});
