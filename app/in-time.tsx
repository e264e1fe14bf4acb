import { setTimeout } from "node:timers/promises";
import { Suspense } from "react";
import type { ReactElement, ReactNode } from "react";

/** Milliseconds: as long as React keeps a part behind a boundary from being shown after the page's frame was. */
const WAIT_MS = 300;

type InTimeProps = { part: Promise<ReactElement>; fallback: ReactNode };

/**
 * A part that belongs to the first picture: in the page itself when it is ready within WAIT_MS, so that no boundary
 * holds it up; else behind `fallback`, so that a slow database does not hold up the page.
 */
export async function InTime({ part, fallback }: InTimeProps) {
  const clock = new AbortController();
  const ready = await Promise.race([
    part.then((content) => ({ content })),
    setTimeout(WAIT_MS, undefined, { signal: clock.signal }),
  ]);
  if (ready === undefined) return <Suspense fallback={fallback}>{part}</Suspense>;
  clock.abort();
  return ready.content;
}
