import { expect, test } from "./fixtures.ts";

type Items<T> = { items: T[] };

test("the page shows what the routes answer: hypertables, chunks, compression, policies", async ({ page, request }) => {
  const read = async <T>(path: string) =>
    ((await (await request.get(`/api/v1/storage/${path}`)).json()) as Items<T>).items;
  const chunks = await read<{ chunk_name: string; state: string }>("chunks?hypertable=metrics");
  const hypertables = await read<{ hypertable_name: string; compression_ratio: number | null }>("hypertables");
  await page.goto("/storage");
  const metrics = hypertables.find(({ hypertable_name }) => hypertable_name === "metrics");
  expect(metrics?.compression_ratio).toBeGreaterThan(1);
  expect(chunks.some(({ state }) => state === "compressed")).toBe(true);
  await expect(page.getByRole("region", { name: "Hypertables" })).toContainText("metrics");
  await expect(page.getByRole("region", { name: "Continuous aggregates" })).toContainText("materialized to");
  await expect(page.getByRole("region", { name: "Policies and jobs" })).toContainText(
    "compress chunks older than 3 days",
  );
  await expect(page.getByRole("region", { name: /^Chunks,/ })).toContainText("compressed");
});

test("one hypertable has a page of its own", async ({ page }) => {
  await page.goto("/storage/metrics");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("metrics");
  await expect(page.getByRole("region", { name: /^Chunks,/ })).toBeVisible();
});

test.describe("a hypertable that is not there", () => {
  test.use({ expected_errors: [/404/] });

  test("is not found", async ({ page, request }) => {
    expect((await request.get("/api/v1/storage/chunks?hypertable=nothing")).status()).toBe(404);
    expect((await page.goto("/storage/nothing"))?.status()).toBe(404);
  });
});

test("storage fits a telephone @mobile", async ({ page }) => {
  await page.goto("/storage");
  await expect(page.getByRole("region", { name: "Hypertables" })).toContainText("metrics");
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
