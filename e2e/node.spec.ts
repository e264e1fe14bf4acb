import { expect, test } from "./fixtures.ts";

const PANELS = ["Latency", "Uptime", "Packet loss", "Coverage"];

test("a node shows its four charts on one axis, each with its source", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("gap-ap")}?range=7d`);
  for (const name of PANELS) {
    const panel = page.getByRole("region", { name });
    await expect(panel).toContainText(/aggregates_hourly|metrics|measurements/);
    await expect(panel.locator("svg").first()).toBeVisible();
  }
});

test("the cursor moves by key over all charts, and its values stand still in the legend", async ({
  page,
  findNodeId,
}) => {
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=24h&tz=UTC`);
  const chart = page.getByRole("region", { name: "Latency" }).locator("[tabindex='0']").first();
  await chart.focus();
  await page.keyboard.press("Home");
  const latency = page.getByRole("region", { name: "Latency" });
  const first = await latency.textContent();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => latency.textContent()).not.toBe(first);
});

test("zooming puts the window into the address and back undoes it", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=7d`);
  await page.getByRole("button", { name: "Half the range" }).first().click();
  await expect(page).toHaveURL(/from=.*to=/);
  await page.goBack();
  await expect(page).toHaveURL(/range=7d/);
});

test("the table twin of a chart tells a gap from a zero", async ({ page, findNodeId }) => {
  const node_id = await findNodeId("gap-ap");
  await page.goto(`/nodes/${node_id}?range=7d`);
  const panel = page.getByRole("region", { name: "Latency" });
  await panel.getByRole("button", { name: /menu|more|options/i }).click();
  await page.getByRole("menuitem", { name: /table/i }).click();
  await expect(panel.getByRole("table")).toBeVisible();
  await expect(panel.getByRole("table")).toContainText("–");
});

test.describe("addresses that name no node", () => {
  test.use({ expected_errors: [/404/] });

  test("an unknown node and a malformed id are not found, not an error", async ({ page, request }) => {
    for (const wrong of ["00000000-0000-4000-8000-000000000000", "%27%3B--"]) {
      expect((await request.get(`/api/v1/nodes/${wrong}/series`)).status()).toBe(404);
      const response = await page.goto(`/nodes/${wrong}`);
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("link", { name: /fleet/i }).first()).toBeVisible();
    }
  });
});

test("charts stay whole on a telephone @mobile", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("lossy-us")}?range=24h`);
  await expect(page.getByRole("region", { name: "Latency" }).locator("svg").first()).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
