import { expect, test } from "./fixtures.ts";
import { fleetPage } from "./pages/fleet.ts";

test("every node is there with its status in words, its figures, and what they rest on", async ({ page }) => {
  const fleet = fleetPage(page);
  await fleet.open();
  await expect(fleet.grid).toHaveAttribute("aria-rowcount", "7");
  const statuses = { "steady-eu": "online", "late-ap": "late", "silent-af": "silent", "never-sa": "never" };
  for (const [node_name, status] of Object.entries(statuses)) await expect(fleet.row(node_name)).toContainText(status);
  await expect(fleet.row("lossy-us")).toContainText(/89\.9\d|90\.0\d/);
  await expect(fleet.row("never-sa")).not.toContainText("0.00");
  await expect(page.getByText(/measurements · p50\/p95 exact/)).toBeVisible();
});

test("sort, search and filter are in the address, and the address brings them back", async ({ page }) => {
  const fleet = fleetPage(page);
  await fleet.open("?sort=-latency_ms_p95");
  await expect.poll(fleet.names).toEqual(["silent-af", "gap-ap", "lossy-us", "late-ap", "steady-eu", "never-sa"]);
  await fleet.sortBy(/^Node/);
  await expect(page).toHaveURL(/sort=node_name/);
  await expect.poll(fleet.names).toEqual(["gap-ap", "late-ap", "lossy-us", "never-sa", "silent-af", "steady-eu"]);
  await page.keyboard.press("/");
  await expect(fleet.search).toBeFocused();
  await page.keyboard.type("-ap");
  await expect.poll(fleet.names).toEqual(["gap-ap", "late-ap"]);
  await expect(page).toHaveURL(/q=-ap/);
  await page.reload();
  await expect.poll(fleet.names).toEqual(["gap-ap", "late-ap"]);
  await fleet.search.fill("no such node");
  await page.getByRole("button", { name: "Show all 6" }).click();
  await expect.poll(fleet.names).toHaveLength(6);
});

test("keyboard alone: choose a range, walk the rows, open a node, come back", async ({ page }) => {
  const fleet = fleetPage(page);
  await fleet.open("?sort=node_name");
  // The grid stands before the page listens to keys; that it is live is told once it does.
  await expect(page.getByText(/^live/).first()).toBeVisible();
  await page.keyboard.press("4");
  await expect(page).toHaveURL(/range=7d/);
  await fleet.grid.focus();
  await page.keyboard.press("j");
  await expect(fleet.row("gap-ap")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("j");
  await expect(fleet.row("late-ap")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/nodes\/[0-9a-f-]{36}\?.*range=7d/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("late-ap");
  await page.goBack();
  await expect(fleet.grid).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/storage/);
});

test("keyboard alone: the heat map is walked cell by cell, and opens the node at the cursor", async ({ page }) => {
  const fleet = fleetPage(page);
  await fleet.open("?sort=node_name");
  await expect(page.getByText(/^live/).first()).toBeVisible();
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/view=map/);
  await fleet.heatMap.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Home");
  // Of the first slice the range may hold only seconds, in which nothing was due.
  await page.keyboard.press("ArrowRight");
  await expect(fleet.heatMap).toHaveAttribute("aria-valuetext", /^gap-ap, .*: (\d|probe silent)/);
  await page.keyboard.press("ArrowDown");
  await expect(fleet.heatMap).toHaveAttribute("aria-valuetext", /^late-ap, .*: 4\d/);
  for (let press = 0; press < 2; press += 1) await page.keyboard.press("ArrowDown");
  await expect(fleet.heatMap).toHaveAttribute("aria-valuetext", /^never-sa, .*: none due/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("lossy-us");
});

test("the heat map has a table twin that tells silence from no value", async ({ page }) => {
  await fleetPage(page).open("?view=map&heat=coverage&q=gap");
  await page.getByRole("button", { name: "Heat map: menu" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Show as table" }).click();
  const table = page.getByRole("region", { name: "Table of coverage" });
  await expect(table.getByRole("rowheader", { name: "gap-ap" })).toBeVisible();
  await expect(table.getByText(/^100.%$/).first()).toBeVisible();
});

test("change against the period before: a figure, or why there is none", async ({ page }) => {
  const fleet = fleetPage(page);
  await fleet.open("?change=packet_loss");
  await expect(page.getByRole("columnheader", { name: /∆ loss/ })).toBeVisible();
  await expect(fleet.row("steady-eu")).toContainText("=");
  await expect(fleet.row("never-sa")).toContainText("not comparable: the node was not there");
  await fleet.open("?range=90d");
  await expect(fleet.row("steady-eu")).toContainText("not comparable: the node was not there");
});

test.describe("figures that refresh themselves", () => {
  test.use({ expected_errors: [/status of 503/] });

  test("arrive in place: scroll, choice and rows stay; when they stop, the page says since when", async ({ page }) => {
    const fleet = fleetPage(page);
    await page.clock.install();
    await page.setViewportSize({ width: 1440, height: 320 });
    await fleet.open("?sort=node_name&range=1h");
    const fresh = page.getByText(/^live · [12]?\d\ss ago/).first();
    await expect(fresh).toBeVisible();
    for (const key of ["j", "j", "j", "x"]) await page.keyboard.press(key);
    await expect(page.getByText("1 of at most 24 chosen")).toBeVisible();
    const row = fleet.row("lossy-us");
    const element = await row.elementHandle();
    const place = async () => ({
      top: (await row.boundingBox())?.y,
      scroll: await page.evaluate(() => window.scrollY),
    });
    const before = await place();
    expect(before.scroll).toBeGreaterThan(0);
    const refresh = async () => {
      const answer = page.waitForResponse(/api\/v1\/nodes\?/);
      await page.clock.fastForward(30_000);
      await answer;
    };

    await refresh();
    await expect(fresh).toBeVisible();
    expect(await place()).toEqual(before);
    expect(await element?.evaluate((old) => old.isConnected)).toBe(true);
    await expect(row).toHaveAttribute("aria-selected", "true");
    await expect(row.getByRole("checkbox")).toBeChecked();

    const problem = { kind: "database_unreachable", detail: "The database does not answer." };
    await page.route(/api\/v1\/nodes\?/, (route) => route.fulfill({ status: 503, json: problem }));
    await refresh();
    await expect(page.getByText(/^Fleet: no answer since \d\d:\d\d/).first()).toBeVisible();
    await expect(page.getByRole("alert").filter({ hasText: /since \d\d:\d\d.*Figures are from/ })).toBeAttached();
    await expect(row).toContainText(/\d\d\.\d\d/);
    await expect.poll(async () => (await place()).top).toBe(before.top);

    await page.unroute(/api\/v1\/nodes\?/);
    await refresh();
    await expect(fresh).toBeVisible();
    await expect.poll(place).toEqual(before);
  });
});

test("a range that cannot be is told, and never a server error", async ({ page }) => {
  const response = await page.goto("/?range=1y");
  expect(response?.status()).toBe(200);
  await expect(page.getByText(/it must be one of 1h, 6h, 24h, 7d, 30d, 90d/)).toBeVisible();
});

test("times can be read in the viewer's zone and in UTC", async ({ page }) => {
  await fleetPage(page).open();
  const zone = page.getByRole("button", { name: /Time zone/ });
  await expect(zone).toContainText("Europe/Berlin");
  await zone.click();
  await page.getByRole("menuitemradio", { name: /^UTC/ }).last().click();
  await expect(page).toHaveURL(/tz=UTC/);
});

test("on a telephone every node stays readable @mobile", async ({ page }) => {
  const fleet = fleetPage(page);
  await fleet.open();
  await expect(fleet.row("lossy-us")).toContainText(/89\.9\d|90\.0\d/);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
