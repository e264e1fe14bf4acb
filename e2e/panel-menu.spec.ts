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
  // What the figures rest on ends where it ends on the page, to how letters are set at twice the size: another font is wider.
  const ends = await panel.evaluate(sourceEnds, bytes.toString("base64"));
  expect(Math.abs(ends.picture / ends.page - 1)).toBeLessThan(0.03);
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

/** Where the panel's source line ends, in pixels from the panel's left edge: on the page, and by the last dark pixel of its picture. */
async function sourceEnds(panel: Element, base64: string): Promise<{ page: number; picture: number }> {
  const source = panel.querySelector("h2 ~ p");
  if (!source) throw new Error("The panel has no source line.");
  const text = document.createRange();
  text.selectNodeContents(source);
  const { left, top } = panel.getBoundingClientRect();
  const box = text.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0);
  // Only as wide as another font could make it: the menu stands at the other end.
  const width = Math.round(box.width * 3);
  const pixels = context?.getImageData(2 * (box.left - left), 2 * (box.top - top), width, 2 * box.height).data ?? [];
  let last = 0;
  for (let at = 0; at < pixels.length; at += 4)
    if ((pixels[at] ?? 255) < 192) last = Math.max(last, ((at / 4) % width) + 1);
  return { page: box.right - left, picture: box.left - left + last / 2 };
}
