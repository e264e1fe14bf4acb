import { expect, test } from "vitest";
import { readWithRight } from "./read-ahead.ts";

const requestOf = (cookie: string) => new Request("http://fiber.test/api", { headers: { cookie } });
const later = <T>(value: T): { promise: Promise<T>; resolve: () => void; reject: (error: Error) => void } => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { promise, resolve: () => resolve(value), reject };
};

/** Asks, and tells whether the reading had begun before the right was there. */
const read = async (cookie: string, refused?: Error) => {
  const right = later("right");
  let begun = false;
  const answer = readWithRight(requestOf(cookie), right.promise, async () => {
    begun = true;
    return "figures";
  });
  const was_ahead = begun;
  if (refused) right.reject(refused);
  else right.resolve();
  return { was_ahead, answer: await answer.catch((error: Error) => error.message) };
};

test("who had the right a moment ago has the reading begin while the right is asked again", async () => {
  expect(await read("session=a")).toEqual({ was_ahead: false, answer: "figures" });
  expect(await read("session=a")).toEqual({ was_ahead: true, answer: "figures" });
  expect(await read("session=b")).toEqual({ was_ahead: false, answer: "figures" });
});

test("a right that ended is refused at once, and no reading begins early any more", async () => {
  await read("session=c");
  expect(await read("session=c", new Error("ended"))).toEqual({ was_ahead: true, answer: "ended" });
  expect(await read("session=c", new Error("ended"))).toEqual({ was_ahead: false, answer: "ended" });
});

test("a failure of the reading is not told to who has no right, and is told to who has", async () => {
  await read("session=d");
  const right = later("right");
  const failing = () => Promise.reject(new Error("no such node"));
  const refused = readWithRight(requestOf("session=d"), right.promise, failing);
  right.reject(new Error("ended"));
  await expect(refused).rejects.toThrow("ended");
  await read("session=d");
  await expect(readWithRight(requestOf("session=d"), Promise.resolve(), failing)).rejects.toThrow("no such node");
});

test("of many only the last are known", async () => {
  await read("session=e");
  for (let number = 0; number < 1_000; number += 1)
    await readWithRight(requestOf(`session=${number}`), Promise.resolve(), async () => number);
  expect((await read("session=e")).was_ahead).toBe(false);
  expect((await read("session=999")).was_ahead).toBe(true);
});
