import { TEST_TOKENS } from "#db/testing/credentials.ts";
import { expect, test } from "./fixtures.ts";

test("a silence is listed, marked in the chart, and Enter on it zooms there; back undoes it", async ({
  page,
  findNodeId,
}) => {
  await page.goto(`/nodes/${await findNodeId("gap-ap")}?range=7d`);
  const panel = page.getByRole("region", { name: "Outages and silences", exact: true });
  await expect(panel).toContainText(/silences?, \d+\sh/);
  await expect(page.locator('[data-mark="outage-silent"]').first()).toBeAttached();
  const first = panel.getByRole("button", { name: /^Zoom to probe silent/ }).first();
  await expect(async () => {
    await first.focus();
    await expect(page.locator('[data-mark="highlight"]').first()).toBeAttached({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
  await page.goBack();
  await expect(page).toHaveURL(/range=7d/);
});

test("a silent probe says so in its header, whatever the range", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("silent-af")}?from=2020-01-01&to=2020-01-02`);
  await expect(page.getByRole("status").filter({ hasText: "The probe is silent" })).toBeVisible();
  await page.goto(`/nodes/${await findNodeId("never-sa")}`);
  await expect(page.getByRole("region", { name: "Outages and silences", exact: true })).toContainText("Never heard of");
});

test("90 days are read and zoomed by keys, and their table tells silence from zero", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("gap-ap")}?tz=Europe/Berlin`);
  const panel = page.getByRole("region", { name: "90 days", exact: true });
  await expect(panel).toContainText("days of Europe/Berlin");
  const today = panel.getByRole("button", { name: /^Zoom to/ }).last();
  const told = panel.getByTestId("day-at");
  await expect(async () => {
    await today.focus();
    await page.keyboard.press("Home");
    await expect(told).toContainText("none due", { timeout: 500 });
  }).toPass();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await expect(told).toContainText("received");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
});

test("the hours of the day read by keys", async ({ page, findNodeId }) => {
  await page.goto(`/nodes/${await findNodeId("steady-eu")}?range=7d&tz=Asia/Kolkata`);
  const slider = page.getByRole("slider", { name: /hour of the day/ });
  await expect(async () => {
    await slider.focus();
    await page.keyboard.press("Home");
    await expect(slider).toHaveAttribute("aria-valuetext", /^00:00 – 01:00: median/, { timeout: 500 });
  }).toPass();
});

test("the export is every measurement of the range, and of nobody else's nodes", async ({ request, findNodeId }) => {
  const node_id = await findNodeId("steady-eu");
  // The test fleet goes on sending: the range ends before now, so that both answers are about the same rows.
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const range = `from=${hoursAgo(72)}&to=${hoursAgo(1)}`;
  const figures = await (await request.get(`/api/v1/nodes/${node_id}/figures?${range}`)).json();
  const csv = await (await request.get(`/api/v1/export?${range}&node=${node_id}`)).text();
  expect(csv.trimEnd().split("\r\n").length - 1).toBe(figures.figures.measurement_count);
  expect(figures.figures.measurement_count).toBe(71 * 60);
  const parquet = await request.get(`/api/v1/export?range=1h&node=${node_id}&format=parquet`);
  expect((await parquet.body()).subarray(-4).toString()).toBe("PAR1");
  expect(parquet.headers()["content-disposition"]).toMatch(/attachment; filename="fiber-metrics-.*\.parquet"/);
  const own = { authorization: `Bearer ${TEST_TOKENS.one_node}` };
  const lines = (await (await request.get("/api/v1/export?range=1h&format=ndjson", { headers: own })).text())
    .trim()
    .split("\n");
  expect(new Set(lines.map((line) => JSON.parse(line).node_name))).toEqual(new Set(["steady-eu"]));
});

for (const [query, field] of [
  ["format=xls", "format"],
  ["source=nodes", "source"],
  ["range=1y", "range"],
] as const)
  test(`an export of ${query} is refused`, async ({ request }) => {
    const response = await request.get(`/api/v1/export?${query}`);
    expect(response.status()).toBe(400);
    expect(await response.json()).toMatchObject({ field });
  });
