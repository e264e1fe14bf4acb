import type { Lifecycle } from "#lib/model/lifecycle.ts";
import type { Chunk, Hypertable } from "#lib/model/storage.ts";
import { expect, test } from "./fixtures.ts";

type Items<T> = { items: T[] };

test("the page shows what the routes answer: hypertables, lifecycle, aggregates, server, tables", async ({
  page,
  request,
}) => {
  const read = async <T>(path: string) => (await (await request.get(`/api/v1/storage/${path}`)).json()) as T;
  const { items: hypertables } = await read<Items<Hypertable>>("hypertables");
  const lifecycle = await read<Lifecycle>("hypertables/metrics/lifecycle");
  const metrics = hypertables.find(({ hypertable_name }) => hypertable_name === "metrics");
  expect(metrics?.compression_ratio).toBeGreaterThan(1);
  expect(lifecycle.blocks.reduce((sum, block) => sum + block.total_bytes, 0)).toBe(
    (metrics?.hot_bytes ?? 0) + (metrics?.warm_bytes ?? 0),
  );
  await page.goto("/storage");
  await expect(page.getByRole("region", { name: "Hypertables" })).toContainText("metrics");
  await expect(page.getByRole("region", { name: "Continuous aggregates" })).toContainText("materialized to");
  await expect(page.getByRole("region", { name: "Policies and jobs" })).toContainText(
    "compress chunks older than 3 days",
  );
  await expect(page.getByRole("region", { name: "Server" })).toContainText("Transaction ids");
  await expect(page.getByRole("region", { name: "Ordinary tables" })).toContainText("nodes");
  const lane = page.getByRole("region", { name: "Lifecycle" });
  await expect(lane.locator("[data-chunk]")).toHaveCount(lifecycle.blocks.length);
  await expect(page.getByRole("button", { name: /^range/ })).toHaveCount(0);
});

test("the lifecycle of another hypertable is picked, lives in the address, and a key opens its chunk", async ({
  page,
}) => {
  await page.goto("/storage");
  const lane = page.getByRole("region", { name: "Lifecycle" });
  await lane.getByRole("button", { name: "Lifecycle of metrics: choose another" }).click();
  await page.getByRole("menuitemradio", { name: "aggregates_hourly", exact: true }).click();
  await expect(page).toHaveURL(/lane=aggregates_hourly/);
  await expect(lane).toContainText("these chunks");
  await lane.getByRole("slider").press("End");
  await lane.getByRole("slider").press("Enter");
  await expect(page).toHaveURL(/\/storage\/aggregates_hourly\?.*chunk=/);
  await expect(page.getByRole("dialog")).toContainText("at compression");
});

test("one hypertable: chunks sorted and filtered by the address, a drawer by link and by key", async ({
  page,
  request,
}) => {
  const answer = await request.get("/api/v1/storage/chunks?hypertable=metrics");
  const { items } = (await answer.json()) as Items<Chunk>;
  const compressed = items.filter(({ state }) => state !== "row");
  await page.goto(`/storage/metrics?state=compressed&chunk=${compressed[0]?.chunk_name ?? ""}`);
  const drawer = page.getByRole("dialog");
  await expect(drawer).toContainText(`1 of ${compressed.length} in the table`);
  await expect(drawer).toContainText("segments of node_id");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(`chunk=${compressed[1]?.chunk_name ?? ""}`));
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  const table = page.getByRole("region", { name: /^Chunks, / });
  await expect(table).toContainText(`Chunks, ${compressed.length} of ${items.length}`);
  await expect(page.getByRole("region", { name: "Layout" })).toContainText("idx_metrics_node_id");
  await table.getByRole("button", { name: "size now" }).click();
  await expect(page).toHaveURL(/sort=-size/);
});

test.describe("a hypertable that is not there", () => {
  test.use({ expected_errors: [/404/] });

  test("is not found, and nor is a chunk that was dropped", async ({ page, request }) => {
    const status = async (path: string) => (await request.get(`/api/v1/storage/${path}`)).status();
    expect(await status("chunks?hypertable=nothing")).toBe(404);
    expect(await status("hypertables/nothing/lifecycle")).toBe(404);
    expect(await status(`hypertables/${"x".repeat(64)}`)).toBe(400);
    expect(await status(`hypertables/${"x".repeat(63)}.${"y".repeat(63)}`)).toBe(404);
    expect(await status(`hypertables/public.${"y".repeat(64)}`)).toBe(400);
    expect((await page.goto("/storage/nothing"))?.status()).toBe(404);
    await page.goto("/storage/metrics?chunk=_hyper_0_0_chunk");
    await expect(page.getByRole("dialog")).toContainText("It may have been dropped since.");
  });
});

test("storage fits a telephone @mobile", async ({ page, request }) => {
  for (const path of ["/storage", "/storage/metrics"]) {
    await page.goto(path);
    await expect(page.getByRole("region", { name: "Lifecycle" }).locator("[data-chunk]").first()).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  }
  const { items } = (await (await request.get("/api/v1/storage/chunks?hypertable=metrics")).json()) as Items<Chunk>;
  const compressed = items.find(({ state }) => state !== "row");
  await page.goto(`/storage/metrics?chunk=${compressed?.chunk_name ?? ""}`);
  const facts = page.getByRole("region", { name: "Everything about the chunk" });
  await expect(facts).toContainText("at compression");
  expect(await facts.evaluate((of) => [of.getBoundingClientRect().x, of.scrollWidth - of.clientWidth])).toEqual([1, 0]);
});
