import { expect, test } from "./fixtures.ts";
import { comparePage } from "./pages/compare.ts";
import { fleetPage } from "./pages/fleet.ts";

test("keyboard alone: rows of the fleet are chosen, compared, read at the cursor and laid over each other", async ({
  page,
}) => {
  const fleet = fleetPage(page);
  const compare = comparePage(page);
  await fleet.open("?sort=node_name");
  // The grid stands before the page listens to keys; that it is live is told once it does.
  await expect(page.getByText(/^live/).first()).toBeVisible();
  await fleet.grid.focus();
  for (const key of ["j", "x", "j", "j", "x"]) await page.keyboard.press(key);
  await expect(page.getByText("2 of at most 24 chosen")).toBeVisible();
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/compare\?node=[0-9a-f-]{36}&node=[0-9a-f-]{36}/);
  await expect(compare.figures.getByRole("row")).toHaveCount(3);
  await compare.line("lossy-us").focus();
  await page.keyboard.press("Home");
  await expect(compare.row("lossy-us")).toContainText(/\d ms|no reply/);
  await expect(compare.line("lossy-us")).toHaveAttribute("aria-valuetext", /lossy-us/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Overlay" }).press("Enter");
  await expect(page).toHaveURL(/layout=overlay/);
  await page.getByRole("button", { name: "Relative to own median" }).press("Enter");
  await expect(page.getByRole("heading", { name: /relative to own median/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("slider", { name: /latency p50 of all nodes/ })).toBeVisible();
});

test("an empty comparison says how to fill it, and the picker does by key", async ({ page }) => {
  const compare = comparePage(page);
  await compare.open();
  await expect(page.getByText("No node is chosen.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Choose nodes/ })).toBeEnabled();
  await expect(async () => {
    await page.keyboard.press("a");
    await expect(compare.search).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.type("steady");
  await expect(page.getByText("1 nodes match")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/node=[0-9a-f-]{36}/);
  await page.keyboard.press("Escape");
  await expect(compare.row("steady-eu")).toContainText("100.00");
  await page.getByRole("button", { name: "Remove steady-eu" }).press("Enter");
  await expect(page.getByText("No node is chosen.")).toBeVisible();
});

test("too many nodes, a wrong id and an unknown one are told", async ({ page, findNodeId }) => {
  const compare = comparePage(page);
  const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const many = Array.from({ length: 25 }, (_, n) => `node=${id(n)}`).join("&");
  expect((await compare.open(`?${many}`))?.status()).toBe(200);
  await expect(page.getByText(/25 nodes are asked for; at most 24 can be compared/)).toBeVisible();
  await compare.open("?node=probe-1");
  await expect(page.getByText(/it must be the id of a node/)).toBeVisible();
  await compare.open(`?node=${await findNodeId("gap-ap")}&node=${id(7)}`);
  await expect(page.getByText(/One of the nodes asked for does not exist/)).toBeVisible();
  await expect(compare.row("gap-ap")).toBeVisible();
});

test("on a telephone lines and figures stay readable @mobile", async ({ page, findNodeId }) => {
  const compare = comparePage(page);
  await compare.open(`?node=${await findNodeId("gap-ap")}&node=${await findNodeId("steady-eu")}`);
  await expect(compare.row("steady-eu")).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
