import { expectAccessible } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

test("a node is found by its region and opened, a range set and a page reached, with keys alone; axe finds nothing", async ({
  page,
}) => {
  await page.goto("/storage?tz=UTC");
  await expect(page.getByRole("heading", { level: 1, name: "Storage" })).toBeAttached();
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  const input = palette.getByRole("combobox", { name: "Search nodes, pages and actions" });
  // Keys are heard once the page is awake.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(input).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await expect(palette.getByRole("option", { name: "Ingest" })).toBeVisible();
  await expectAccessible(page, { include: "dialog" });
  await page.keyboard.type("us-east");
  const node = palette.getByRole("option", { name: "lossy-us" });
  await expect(node).toBeVisible();
  await expect(node).toHaveAttribute("data-highlighted", "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/nodes\/[0-9a-f-]{36}\?tz=UTC$/);
  await expect(palette).toHaveCount(0);

  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("group", { name: "Recent" }).getByRole("option", { name: "lossy-us" })).toBeVisible();
  await page.keyboard.type("range 7 days");
  await expect(palette.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/range=7d/);

  await page.keyboard.press("Control+k");
  await page.keyboard.type("no such thing");
  await expect(palette.getByText("Nothing has that name.").first()).toBeAttached();
  await expect(palette.getByRole("option")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
});
