import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

const tick = () => {
  now = Date.now();
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  now = Date.now();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A number that time moves; the component is drawn again only when it changes. `read` gets 0 while the time is not known yet. */
export const useTold = (read: (now: number) => number): number =>
  useSyncExternalStore(
    subscribe,
    () => read(now),
    () => read(0),
  );

/** The time, moving once a second, one timer for the whole page. 0 on the server and during hydration: not known yet. */
export const useNow = (): number =>
  useSyncExternalStore(
    subscribe,
    () => now,
    () => 0,
  );
