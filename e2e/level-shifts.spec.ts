import { expect, test } from "./fixtures.ts";

test("a level shift is marked in the chart and listed with both levels; Enter on it zooms there", async ({
  page,
  findNodeId,
}) => {
  await page.goto(`/nodes/${await findNodeId("silent-af")}?range=7d`);
  const panel = page.getByRole("region", { name: "Level shifts", exact: true });
  await expect(panel).toContainText("1 shift ·");
  await expect(panel).toContainText(/it found 5\d\s%.* were right/);
  await expect(page.locator('[data-mark="shift-up"]')).toHaveText(/^15\d → 17\d\sms, \+2\d\.\d$/);
  const only = panel.getByRole("button", { name: /^Zoom to level shift at .*, from 15\d\sms to 17\d\sms$/ });
  await expect(async () => {
    await only.focus();
    await expect(page.locator('[data-mark="highlight"]').first()).toBeAttached({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
  await expect(page.locator('[data-mark="shift-up"]')).toBeAttached();
});
