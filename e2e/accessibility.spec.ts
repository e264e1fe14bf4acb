import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const name of ["fleet", "heat map", "compare", "node", "storage", "one hypertable"] as const) {
      test(`${name}: axe finds nothing`, async ({ page, findNodeId }) => {
        const node = name === "node" || name === "compare" ? await findNodeId("gap-ap") : "";
        const path = {
          fleet: "/",
          "heat map": "/?view=map",
          compare: `/compare?node=${node}`,
          node: `/nodes/${node}`,
          storage: "/storage",
          "one hypertable": "/storage/metrics",
        }[name];
        await page.goto(path);
        await expect(page.getByRole("region").first()).toBeVisible();
        await page.waitForLoadState("networkidle");
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      });
    }
  });
}
