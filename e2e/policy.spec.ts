import { expect, test } from "./fixtures.ts";
import { listAppFiles } from "./routes.ts";

/** A value for each part of an address that stands for something. */
const fill = async (path: string, findNodeId: (node_name: string) => Promise<string>): Promise<string> =>
  path.replace("[node_id]", await findNodeId("gap-ap")).replace("[hypertable]", "metrics");

/** What a browser would refuse: attributes of style or of events, style sheets and scripts without a nonce. */
const REFUSED =
  /<[a-z][^>]*\s(?:style|on[a-z]+)="[^"]*"|<style(?![^>]*\snonce=)[^>]*>|<script(?![^>]*\snonce=)[^>]*>/gi;

test.describe("pages", () => {
  test.use({ role: "admin" });
  const paths = listAppFiles()
    .filter(({ kind }) => kind === "page")
    .map(({ path }) => path);
  for (const path of [...paths, "/nowhere", "/nodes/nowhere", "/storage/nowhere", "/?range=nonsense"]) {
    test(`${path}: the policy has no inline exception, and the HTML needs none`, async ({ request, findNodeId }) => {
      const response = await request.get(await fill(path, findNodeId), { headers: { accept: "text/html" } });
      expect(response.headers()["content-security-policy"]).toMatch(/style-src 'self' 'nonce-[\w+/=]{24}';/);
      expect(response.headers()["content-security-policy"]).not.toMatch(/unsafe-|-attr/);
      const html = await response.text();
      expect(html).toContain("</html>");
      expect(html.match(REFUSED) ?? []).toEqual([]);
    });
  }
});

test.describe("a stranger", () => {
  test.use({ role: null });
  for (const path of ["/login", "/login?link=x", "/login?error=x"]) {
    test(`gets ${path} without anything inline`, async ({ request }) => {
      const response = await request.get(path);
      expect(response.headers()["content-security-policy"]).not.toMatch(/unsafe-|-attr/);
      expect((await response.text()).match(REFUSED) ?? []).toEqual([]);
    });
  }
});

test("the first picture stands before any script of the page runs @mobile", async ({ page, findNodeId }) => {
  await page.route(/\/_next\/static\/.*\.js/, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.goto(`/nodes/${await findNodeId("silent-af")}`);
  const silent = page.locator("[data-mark=silent]").last();
  const plot = page.getByRole("slider", { name: /^Latency over time/ });
  // What streams in is shown a moment later than it arrives.
  await expect.poll(async () => (await silent.boundingBox())?.width ?? 0).toBeGreaterThan(2);
  const [mark, frame] = [await silent.boundingBox(), await plot.boundingBox()];
  // Silent for the last three quarters of an hour of a day: a narrow piece at the right end.
  expect(mark!.width).toBeLessThan(frame!.width / 10);
  expect(mark!.x).toBeGreaterThan(frame!.x + frame!.width * 0.9);
});
