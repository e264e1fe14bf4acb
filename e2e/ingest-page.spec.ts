import { TEST_TOKENS } from "#db/testing/credentials.ts";
import { expect, test } from "./fixtures.ts";

test("what a sender did wrong is seen: who, which line, which field, why; and by keyboard alone", async ({ page }) => {
  const name = `wrong-${Date.now()}`;
  const secret = `fbr_${"s".repeat(43)}`;
  const now = Date.now() - 1_000;
  const sent = await page.request.post("/api/v1/ingest", {
    headers: { authorization: `Bearer ${TEST_TOKENS.ingest}`, "content-type": "text/plain", origin: "" },
    params: { precision: "ms" },
    data: `m,node_name=${name},region=eu latency_ms=5 ${now}\nm,node_name=${name},region=us latency_ms=5 ${now - 1}\nm,node_name=${name},token=${secret} latency_ms=-5 ${now}`,
  });
  expect(await sent.json()).toMatchObject({ accepted: 2, rejected: 1 });
  await expect
    .poll(async () => (await (await page.request.get("/api/v1/ingest/rejects")).text()).includes(name))
    .toBe(true);
  await page.goto("/");
  await expect(page.getByRole("table").or(page.getByRole("grid")).first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.getByRole("heading", { level: 1, name: "Ingest" })).toBeAttached();
  const refused = page.getByRole("region", { name: "Last refused lines" }).getByRole("row", { name });
  await expect(refused).toContainText("test ingest");
  await expect(refused).toContainText("latency_ms");
  await expect(refused).toContainText("out of range");
  await expect(page.getByText("sssss")).toHaveCount(0);
  const conflict = page.getByRole("region", { name: "Region conflicts" }).getByRole("row", { name });
  await expect(conflict.first()).toContainText("eu");
  const sources = page.getByRole("region", { name: "Sources" }).first();
  await expect(sources.getByRole("row", { name: "test ingest" }).first()).toContainText("latency_ms out of range");
  await expect(page.getByRole("region", { name: "Arrival" }).first()).toContainText("rows/s");
});
