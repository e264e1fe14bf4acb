"use client";

import { Time } from "#components/shell/zone.client.tsx";

const INSTANT = /(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/;

/** A sentence of the advisor, its times in the viewer's zone instead of UTC. */
export function Told({ text }: { text: string }) {
  // Splitting by a pattern with two groups gives text, day, clock, text, day, clock, …
  const parts = text.split(INSTANT);
  return parts.map((part, index) => {
    if (index % 3 === 0) return part;
    return index % 3 === 1 ? <Time key={index} at={`${part}T${parts[index + 1]}:00Z`} /> : null;
  });
}
