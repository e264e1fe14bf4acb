import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures.ts";

/** Bytes of JavaScript, each file by gzip at level 9, that a page may load by itself: docs/decisions/0018-first-load.md. */
const LIMITS = [
  { name: "fleet", limit_bytes: 200_000 },
  { name: "node", limit_bytes: 260_000 },
] as const;

for (const { name, limit_bytes } of LIMITS) {
  test(`${name}: first-load JavaScript is at most ${limit_bytes} B`, async ({ page, findNodeId }) => {
    const scripts = new Map<string, Promise<Buffer>>();
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") scripts.set(response.url(), response.body());
    });
    await page.goto(name === "fleet" ? "/" : `/nodes/${await findNodeId("steady-eu")}`);
    // Told only once the page has taken over what the server drew.
    await expect(page.getByText(/^live/).first()).toBeVisible();
    const sizes = await Promise.all(
      [...scripts].map(
        async ([url, body]) => [new URL(url).pathname, gzipSync(await body, { level: 9 }).length] as const,
      ),
    );
    const sum = sizes.reduce((bytes, [, size]) => bytes + size, 0);
    expect(sizes.length, "scripts seen").toBeGreaterThan(5);
    const largest = sizes.toSorted(([, a], [, b]) => b - a).map(([path, size]) => `${size} ${path}`);
    expect(sum, `of\n${largest.join("\n")}`).toBeLessThanOrEqual(limit_bytes);
  });
}
