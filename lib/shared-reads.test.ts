import { describe, expect, test } from "vitest";
import { createSharedReads, SHARE_MS, SHARE_SLOW_MS } from "./shared-reads.ts";

const create = (entries_max = 10) => {
  let now_ms = 0;
  let asked = 0;
  const read = createSharedReads<number>({ share_ms: 5000, entries_max, clock: () => now_ms });
  return {
    at: (ms: number, key = "fleet") => {
      now_ms = ms;
      return read(key, async () => (asked += 1));
    },
    read,
    asked: () => asked,
  };
};

describe("equal reads", () => {
  test("at once are one", async () => {
    const { at, asked } = create();
    const answers = await Promise.all([at(0), at(0), at(0)]);
    expect(answers).toEqual([
      { answer: 1, age_ms: null },
      { answer: 1, age_ms: 0 },
      { answer: 1, age_ms: 0 },
    ]);
    expect(asked()).toBe(1);
  });

  test("of one window are one, and tell their age; in the next it is asked anew", async () => {
    const { at } = create();
    await at(1000);
    expect(await at(4999)).toEqual({ answer: 1, age_ms: 3999 });
    expect(await at(5000)).toEqual({ answer: 2, age_ms: null });
  });

  test("are joined while the answer is on its way, however long that takes", async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    let now_ms = 0;
    const read = createSharedReads<number>({ share_ms: 5000, entries_max: 10, clock: () => now_ms });
    const first = read("slow", () => promise);
    now_ms = 60_000;
    const second = read("slow", async () => 2);
    resolve(1);
    expect((await first).answer).toBe(1);
    expect(await second).toEqual({ answer: 1, age_ms: 60_000 });
  });
});

test("different questions are never one", async () => {
  const { at } = create();
  expect([(await at(0, "a")).answer, (await at(0, "b")).answer]).toEqual([1, 2]);
});

test("a failure is told to those who waited and kept for nobody", async () => {
  const { read, at } = create();
  const fail = () => read("fleet", () => Promise.reject(new Error("away")));
  const results = await Promise.allSettled([fail(), fail()]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect((await at(0)).answer).toBe(1);
});

test("no more than the limit are kept, the oldest goes first", async () => {
  const { at, asked } = create(2);
  for (const key of ["a", "b", "c"]) await at(0, key);
  expect((await at(1, "c")).age_ms).toBe(1);
  expect((await at(1, "a")).age_ms).toBeNull();
  expect(asked()).toBe(4);
});

test.each([
  [10, SHARE_MS],
  [15, SHARE_MS],
  [30, SHARE_MS],
  [60, SHARE_SLOW_MS],
])("fifty viewers who ask every %i s cost what five cost, late or early as they are", async (seconds, share_ms) => {
  const cost = async (viewers: number) => {
    let now_ms = 0;
    let asked = 0;
    const read = createSharedReads<number>({ share_ms, entries_max: 10, clock: () => now_ms });
    for (let poll = 0; poll < viewers * 12; poll += 1) {
      now_ms = (poll * seconds * 1000) / viewers + ((poll * 7919) % 97);
      await read("fleet", async () => (asked += 1));
    }
    return asked;
  };
  expect(await cost(50)).toBeLessThanOrEqual(await cost(5));
});
