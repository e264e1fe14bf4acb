import { expect, test, vi } from "vitest";
import { withSlot } from "./slots.ts";

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test("one sender has 16 bodies open, all together 64; who waits goes on when one ends, or is told to come back", async () => {
  vi.useFakeTimers();
  const ends: (() => void)[] = [];
  const hold = (sender: string) => withSlot(sender, () => new Promise<void>((resolve) => ends.push(resolve)));
  const held = Array.from({ length: 16 }, () => hold("a"));
  const next = hold("a");
  const refused = hold("a").catch((error: unknown) => error);
  await settle();
  expect(ends).toHaveLength(16);
  ends[0]?.();
  await settle();
  expect(ends).toHaveLength(17);
  for (const sender of ["b", "c", "d"]) for (let at = 0; at < 16; at += 1) held.push(hold(sender));
  await settle();
  expect(ends).toHaveLength(17 + 48);
  const other = hold("e").catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await refused).toMatchObject({ kind: "too_many_requests", retry_after_seconds: 2 });
  expect(await other).toMatchObject({ kind: "too_many_requests" });
  for (const end of ends) end();
  await Promise.all([...held, next]);
  expect(await withSlot("e", async () => 1)).toBe(1);
  vi.useRealTimers();
});
