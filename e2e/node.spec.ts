import { expect, test } from "./fixtures.ts";

const PANELS = ["Latency", "Uptime", "Packet loss", "Coverage"];

test("a node shows its four charts on one axis, each with its source", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("gap-ap")}?range=7d`);
  for (const name of PANELS) {
    const panel = page.getByRole("region", { name });
    await expect(panel).toContainText(/^.*(hourly|daily|measurements).* · [\d,]+ of [\d,]+ samples · UTC/);
    await expect(panel.locator("svg").first()).toBeVisible();
  }
});

test("the cursor moves by key over all charts, and its values stand still in the legend", async ({
  page,
  findNodeId,
}) => {
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=24h&tz=UTC`);
  const slider = page.getByRole("slider", { name: /latency/i }).first();
  await expect(slider).toBeAttached();
  await expect(async () => {
    await slider.focus();
    await page.keyboard.press("Home");
    await expect(slider).not.toHaveAttribute("aria-valuetext", "no cursor", { timeout: 500 });
  }).toPass();
  const first = (await slider.getAttribute("aria-valuetext")) ?? "";
  await page.keyboard.press("ArrowRight");
  await expect(slider).not.toHaveAttribute("aria-valuetext", first);
  await page.keyboard.press("Escape");
  await expect(slider).toHaveAttribute("aria-valuetext", "no cursor");
});

test("zooming puts the window into the address and back undoes it", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=7d`);
  await page.getByRole("button", { name: "Half the range" }).first().click();
  await expect(page).toHaveURL(/from=.*to=/);
  await page.goBack();
  await expect(page).toHaveURL(/range=7d/);
});

test("source and bucket can be chosen, and back undoes it", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=24h`);
  const panel = page.getByRole("region", { name: "Latency" });
  await panel.getByRole("button", { name: /^Resolution: .*chosen automatically/ }).click();
  await page.getByRole("menuitemradio", { name: /^Hourly/ }).click();
  await expect(page).toHaveURL(/source=aggregates_hourly/);
  await expect(panel).toContainText(/^Latencyhourly · /);
  await page.goBack();
  await expect(panel).toContainText(/^Latencymeasurements in 5 min buckets/);
});

test.describe("a resolution that cannot be", () => {
  test.use({ expected_errors: [/status of 400 .*bucket_seconds=60/] });

  test("is refused with its limit, what is shown instead and a way back", async ({ page, findNodeId }) => {
    await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=30d&bucket_seconds=60`);
    const panel = page.getByRole("region", { name: "Latency" });
    const told = panel.getByRole("alert");
    await expect(told).toContainText(/^Refused: buckets of 1 min\. .*at most 1500 are given/);
    await expect(told).toContainText(/Shown instead: measurements in 3 h buckets, chosen automatically\./);
    await expect(page.getByRole("banner")).toContainText(/live · /);
    await expect(panel).toContainText("not the resolution asked for · measurements in 3 h buckets");
    await expect(panel.locator("svg").first()).toBeVisible();
    // The button stands before the page listens to it.
    await expect(async () => {
      if (page.url().includes("bucket_seconds"))
        await panel.getByRole("button", { name: "Choose automatically" }).click();
      await expect(page).toHaveURL(/range=30d$/, { timeout: 1_000 });
    }).toPass();
    await expect(told).toBeHidden();
  });
});

test("a minute is a range like any other", async ({ page, findNodeId }) => {
  const to = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
  const from = new Date(to.getTime() - 60_000);
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?from=${from.toISOString()}&to=${to.toISOString()}`);
  const panel = page.getByRole("region", { name: "Latency" });
  await expect(panel).toContainText("measurements in 1 min buckets");
  await expect(panel).toContainText("1 of 1 samples");
  await expect(panel.getByRole("button", { name: "Half the range" })).toBeDisabled();
});

test("lines are laid over the latency by keys alone, kept in the address, told in key, table and SQL", async ({
  page,
  findNodeId,
}) => {
  await page.goto(`/nodes/${await findNodeId("gap-ap")}?range=24h`);
  const panel = page.getByRole("region", { name: "Latency" });
  const menu = panel.getByRole("button", { name: /^Lines/ });
  const laid = panel.getByRole("list", { name: "Laid over" });
  await expect(async () => {
    await menu.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitemcheckbox", { name: "p99" })).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole("menuitemcheckbox", { name: "p99" }).press("Enter");
  await page.getByRole("menuitemcheckbox", { name: /^Region median/ }).press("Enter");
  await page.getByRole("menuitemcheckbox", { name: "Period before" }).press("Enter");
  await page.getByRole("menuitem", { name: "Other nodes …" }).press("Enter");
  await page.getByRole("searchbox", { name: /Search nodes/ }).fill("steady");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 of at most 3 chosen")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/lines=p99/);
  await expect(page).toHaveURL(new RegExp(`overlay=region,before,${await findNodeId("steady-eu")}`));
  await expect(laid).toContainText(/region ap-south median of all replies of its 2 nodes · .* · exact · coverage/);
  await expect(laid).toContainText(/1.d before median, .* · coverage/);
  await expect(laid).toContainText(/steady-eu median · /);
  await expect(panel.locator("path[data-overlay], path[data-line]")).toHaveCount(4);
  const file = panel.getByRole("button", { name: "Latency: menu" });
  await file.click();
  await page.getByRole("menuitem", { name: "Show its SQL" }).click();
  await expect(page.getByRole("dialog").getByText("ANY($").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await file.click();
  await page.getByRole("menuitemcheckbox", { name: /table/i }).click();
  await expect(panel.getByRole("columnheader")).toContainText(["region ap-south p50 ms", "steady-eu p50 ms"]);
  await page.goBack();
  await expect(page).not.toHaveURL(/steady|,before,/);
});

test("the table twin of a chart tells a gap from a zero", async ({ page, findNodeId }) => {
  const node_id = await findNodeId("gap-ap");
  // The test fleet's gap lies 28 to 25 hours back.
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  await page.goto(`/nodes/${node_id}?from=${hoursAgo(30)}&to=${hoursAgo(26)}`);
  const panel = page.getByRole("region", { name: "Latency" });
  await panel.getByRole("button", { name: "Latency: menu" }).click();
  await page.getByRole("menuitemcheckbox", { name: /table/i }).click();
  await expect(panel.getByRole("table")).toBeVisible();
  await expect(panel.getByRole("table")).toContainText("–");
});

test("the distribution draws every reply, reads bar by bar with keys, and has a table twin", async ({
  page,
  request,
  findNodeId,
}) => {
  const node_id = await findNodeId("steady-eu");
  const answer = await (await request.get(`/api/v1/nodes/${node_id}/distribution?range=7d`)).json();
  expect(answer.bins.reduce((sum: number, bin: { reply_count: number }) => sum + bin.reply_count, 0)).toBe(
    answer.reply_count,
  );
  await page.goto(`/nodes/${node_id}?range=7d`);
  const panel = page.getByRole("region", { name: "Distribution", exact: true });
  await expect(panel).toContainText(/aggregates_hourly|aggregates_daily|measurements/);
  // The server's part stands; the code of what is far below comes when it is near.
  await expect(panel.locator("svg.recharts-surface")).toHaveCount(0);
  const { height } = (await panel.boundingBox())!;
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.locator("svg.recharts-surface")).toBeVisible();
  expect((await panel.boundingBox())!.height).toBe(height);
  await expect(panel.getByRole("term").filter({ hasText: /^p\d\d$/ })).toHaveText(["p50", "p95", "p99"]);
  const slider = panel.getByRole("slider");
  await slider.focus();
  await expect(slider).toHaveAttribute("aria-valuetext", /replies/);
  await page.keyboard.press("Escape");
  await expect(slider).toHaveAttribute("aria-valuetext", "no cursor");
  await panel.getByRole("button", { name: "Distribution: menu" }).click();
  await page.getByRole("menuitemcheckbox", { name: /table/i }).click();
  await expect(panel.getByRole("table")).toContainText("below ms");
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
