import { expectAccessible } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

type Answer = { projection: { expected_bytes: number }[]; basis: { node_count: number }; scenario: { nodes: number } };

test("what if, by keyboard: the answer follows at once and lives in the address", async ({ page, request }) => {
  await page.goto("/capacity?until=90d");
  const tiles = page.getByLabel("Capacity in figures");
  await expect(tiles).toContainText("give the size of the disk");
  const before = await tiles.textContent();
  await page.getByRole("slider", { name: "Nodes, slider" }).focus();
  await page.keyboard.press("End");
  await expect(page).toHaveURL(/nodes=100000/);
  await expect(tiles).toContainText("asked for 100,000 nodes");
  expect(await tiles.textContent()).not.toBe(before);
  await page.getByRole("textbox", { name: "Disk" }).focus();
  await page.keyboard.type("1TiB");
  await expect(tiles).toContainText(/in [\d,]+\sd/);
  await expect(page).toHaveURL(/disk=1TiB/);
  // The address alone gives the same picture, and the API the same figures.
  const shown = await tiles.textContent();
  await page.reload();
  await expect(tiles).toContainText("asked for 100,000 nodes");
  expect((await tiles.textContent())?.slice(0, 20)).toBe(shown?.slice(0, 20));
  const answer = (await (await request.get("/api/v1/storage/capacity?nodes=100000&until=90d")).json()) as Answer;
  expect(answer.scenario.nodes).toBe(100_000);
  expect(answer.projection).toHaveLength(91);
  await page.getByRole("button", { name: "Reset" }).press("Enter");
  await expect(page).toHaveURL(/\/capacity$/);
});

test("whole chunks are told, and a wrong value names its field and limits", async ({ page, request }) => {
  await page.goto("/capacity?compress=3d&retain=90d");
  await expect(page.getByTestId("whole-chunks")).toContainText("at an age of 3 to 10 d and dropped at 90 to 97 d");
  const field = page.getByRole("textbox", { name: "Chunk interval" });
  await field.fill("1d");
  await expect(page.getByTestId("whole-chunks")).toContainText("3 to 4 d and dropped at 90 to 91 d");
  await field.fill("400d");
  await expect(page.getByText("chunk is 400d; it must be 1h to 365d.")).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  const refused = await request.get("/api/v1/storage/capacity?chunk=400d");
  expect(refused.status()).toBe(400);
  expect(await refused.json()).toMatchObject({ field: "chunk", detail: "chunk is 400d; it must be 1h to 365d." });
});

test("the first projection stands beside the measured truth, and forecasts say that they are young", async ({
  page,
}) => {
  await page.goto("/capacity");
  const seed = page.getByRole("region", { name: "The first projection, and the truth" });
  await expect(seed).toContainText("~126 GB");
  await expect(seed).toContainText("which is uncompressed");
  await expect(page.getByRole("region", { name: "Forecasts held against what came" })).toContainText(
    "No forecast was kept yet",
  );
  await page.waitForLoadState("networkidle");
  await expectAccessible(page);
});

test("growth says how young it is", async ({ page }) => {
  await page.goto("/storage");
  await expect(page.getByRole("region", { name: "Growth" })).toContainText(/sample|job/);
});

test("capacity fits a telephone @mobile", async ({ page }) => {
  await page.goto("/capacity");
  await expect(page.getByRole("region", { name: "What if" })).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
