import { Suspense } from "react";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import { InTime } from "./in-time.tsx";

const fallback = <i>Loading</i>;

test("what is ready stands in the page itself", async () => {
  const content = <b>12.3 ms</b>;
  expect(await InTime({ part: Promise.resolve(content), fallback })).toBe(content);
});

test("what is not ready does not hold the page up: it comes behind a boundary", async () => {
  const part = new Promise<ReactElement>(() => {});
  expect(await InTime({ part, fallback })).toEqual(<Suspense fallback={fallback}>{part}</Suspense>);
});

test("what goes wrong in time goes wrong in the page", async () => {
  await expect(InTime({ part: Promise.reject(new Error("not found")), fallback })).rejects.toThrow("not found");
});
