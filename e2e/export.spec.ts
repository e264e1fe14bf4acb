import { TEST_TOKENS } from "#db/testing/credentials.ts";
import { expect, routeTest as test } from "./fixtures.ts";

test("four exports run at once, and one whose reader goes away makes room", async ({ baseURL }) => {
  const headers = { authorization: `Bearer ${TEST_TOKENS.read}` };
  const url = new URL("/api/v1/export?range=30d&format=ndjson", baseURL);
  const begin = async () => {
    // Node's fetch cancels the body of a response that nothing holds any more: each is held until it is left.
    const response = await fetch(url, { headers });
    return { status: response.status, leave: () => response.body?.cancel() };
  };
  const open = await Promise.all([1, 2, 3, 4].map(begin));
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const fifth = await fetch(url, { headers });
  expect(fifth.status).toBe(429);
  expect(Number(fifth.headers.get("retry-after"))).toBeGreaterThan(0);
  await Promise.all(open.map(({ leave }) => leave()));
  await expect(async () => {
    const next = await begin();
    await next.leave();
    expect(next.status).toBe(200);
  }).toPass();
});
