import { expect, it, vi } from "vitest";
import { Turns, WaitEnded } from "./turns.ts";

it("serves first come, first served, and jobs when nobody else waits", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const [a, b, c, job] = [{}, {}, {}, {}];
  await turns.take(a);
  const all = [
    turns.take(job, { patient: true }).then(() => order.push("job")),
    turns.take(b).then(() => order.push("b")),
    turns.take(c).then(() => order.push("c")),
  ];
  for (const who of [a, b, c]) {
    turns.give(who);
    await Promise.resolve();
  }
  await Promise.all(all);
  expect(order).toEqual(["b", "c", "job"]);
  expect(turns.isHeldBy(job)).toBe(true);
});

it("keeps a turn with its holder, and gives nothing away for others", async () => {
  const turns = new Turns();
  const [a, b] = [{}, {}];
  await turns.take(a);
  await turns.take(a);
  turns.give(b);
  expect(turns.isHeldBy(a)).toBe(true);
});

it("ends a wait after its time and by request", async () => {
  vi.useFakeTimers();
  try {
    const turns = new Turns();
    const [a, b, c] = [{}, {}, {}];
    await turns.take(a);
    const waits = Promise.allSettled([turns.take(b, { timeout_ms: 100 }), turns.take(c)]);
    vi.advanceTimersByTime(100);
    expect(turns.giveUp(c, new WaitEnded("57P01", "gone"))).toBe(true);
    expect(turns.giveUp(c, new WaitEnded("57P01", "gone"))).toBe(false);
    const [timed, cancelled] = await waits;
    expect(timed).toMatchObject({ reason: { code: "57014" } });
    expect(cancelled).toMatchObject({ reason: { message: "gone" } });
    turns.give(a);
    expect(turns.isHeldBy(b)).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});
