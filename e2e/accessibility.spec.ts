import { expectAccessible } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

for (const name of ["fleet", "heat map", "compare", "node", "report", "ingest", "storage", "one hypertable"] as const) {
  test(`${name}: axe finds nothing, in light and dark`, async ({ page, findNodeId }) => {
    const node = ["node", "report", "compare"].includes(name) ? await findNodeId("gap-ap") : "";
    const path = {
      fleet: "/",
      "heat map": "/?view=map",
      compare: `/compare?node=${node}`,
      node: `/nodes/${node}`,
      report: `/nodes/${node}/report`,
      ingest: "/ingest",
      storage: "/storage",
      "one hypertable": "/storage/metrics",
    }[name];
    await page.goto(path);
    await expect(page.getByRole("region").first()).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
  });
}

test("node with lines laid over and their menu open, narrow: axe finds nothing, in light and dark", async ({
  page,
  findNodeId,
}) => {
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(`/nodes/${await findNodeId("gap-ap")}?lines=p95,p99&overlay=region,before`);
  await expect(page.getByRole("list", { name: "Laid over" })).toContainText(/region ap-south median of/);
  await expectAccessible(page);
  const menu = page.getByRole("button", { name: /^Lines/ });
  await expect(async () => {
    await menu.press("Enter");
    await expect(page.getByRole("menuitemcheckbox", { name: "p99" })).toBeVisible({ timeout: 500 });
  }).toPass();
  // A menu lies over the page and in none of its regions.
  await expectAccessible(page, { include: "[role=menu]", disabled_rules: ["region"] });
});
