import { FiberError } from "#lib/errors.ts";

/** Bodies that may be open at once: each holds a batch of rows at most, so memory is bounded by this. */
const OPEN_MAX = 64;
const OPEN_MAX_EACH = 16;
/** Requests that may wait for one to end, their bodies unread, and for how long. */
const WAITING_MAX = 256;
const WAIT_MS = 5_000;

type Slots = { open: Map<string, number>; total: number; waiting: Set<() => void> };

const shared = globalThis as { fiber_ingest_slots?: Slots };

const busy = (message: string): FiberError => new FiberError("too_many_requests", message, { retry_after_seconds: 2 });

const reasonToWait = ({ open, total }: Slots, sender: string): string | undefined => {
  const own = open.get(sender) ?? 0;
  if (own >= OPEN_MAX_EACH) return `This token sends ${own} bodies at once already.`;
  return total >= OPEN_MAX ? "The console takes as many bodies at once as it can." : undefined;
};

/** Waits until a body ends, at most `milliseconds`. */
const untilRelease = ({ waiting }: Slots, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      waiting.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    waiting.add(wake);
  });

const acquire = async (slots: Slots, sender: string): Promise<void> => {
  const deadline = performance.now() + WAIT_MS;
  for (let reason = reasonToWait(slots, sender); reason !== undefined; reason = reasonToWait(slots, sender)) {
    const left = deadline - performance.now();
    if (left <= 0 || slots.waiting.size >= WAITING_MAX) throw busy(reason);
    await untilRelease(slots, left);
  }
  slots.open.set(sender, (slots.open.get(sender) ?? 0) + 1);
  slots.total += 1;
};

const release = (slots: Slots, sender: string): void => {
  const left = (slots.open.get(sender) ?? 1) - 1;
  if (left === 0) slots.open.delete(sender);
  else slots.open.set(sender, left);
  slots.total -= 1;
  for (const wake of slots.waiting) wake();
};

/**
 * Runs `work` while fewer bodies are open than may be, in all and of one sender. Who comes in excess waits a few
 * seconds, then gets `too_many_requests` with the time to wait; nothing of the body is read until then.
 */
export const withSlot = async <T>(sender: string, work: () => Promise<T>): Promise<T> => {
  const slots = (shared.fiber_ingest_slots ??= { open: new Map(), total: 0, waiting: new Set() });
  await acquire(slots, sender);
  try {
    return await work();
  } finally {
    release(slots, sender);
  }
};
