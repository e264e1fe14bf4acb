import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";

// Axe in its legacy mode: the other one opens a page of its own for each analysis, to join frames, and no page has frames.
for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const name of [
      "fleet",
      "heat map",
      "compare",
      "node",
      "report",
      "ingest",
      "storage",
      "one hypertable",
    ] as const) {
      test(`${name}: axe finds nothing`, async ({ page, findNodeId }) => {
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
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      });
    }

    test("node with lines laid over and their menu open, wide and narrow: axe finds nothing", async ({
      page,
      findNodeId,
    }) => {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`/nodes/${await findNodeId("gap-ap")}?lines=p95,p99&overlay=region,before`);
        await expect(page.getByRole("list", { name: "Laid over" })).toContainText(/region ap-south median of/);
        const whole = await new AxeBuilder({ page }).setLegacyMode().analyze();
        const menu = page.getByRole("button", { name: /^Lines/ });
        await expect(async () => {
          await menu.press("Enter");
          await expect(page.getByRole("menuitemcheckbox", { name: "p99" })).toBeVisible({ timeout: 500 });
        }).toPass();
        // A menu lies over the page and in none of its regions.
        const open = await new AxeBuilder({ page })
          .setLegacyMode()
          .include("[role=menu]")
          .disableRules(["region"])
          .analyze();
        const violations = [...whole.violations, ...open.violations];
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      }
    });
  });
}
