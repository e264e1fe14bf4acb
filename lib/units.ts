/** Seconds in the units that durations are told in. */
export const SECONDS = { minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;

/** Milliseconds in the same units, for Date arithmetic. */
export const MILLISECONDS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Bytes in the largest binary unit that keeps the figure at 1 or above (and below 1,000 when rounded to three digits). */
export function scaleBytes(bytes: number): { value: number; unit: (typeof BYTE_UNITS)[number] } {
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 999.5 && step < BYTE_UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  return { value, unit: BYTE_UNITS[step] ?? "PiB" };
}

export type DurationUnit = "ms" | "s" | "min" | "h" | "d";

/** A duration's whole parts, largest first: 11,520 s is 3 h 12 min. Below a second it is told in milliseconds. */
export function splitDuration(seconds: number): { value: number; unit: DurationUnit }[] {
  if (seconds > 0 && seconds < 0.9995) return [{ value: Math.max(1, Math.round(seconds * 1000)), unit: "ms" }];
  // To the millisecond, as below a second: 0.9996 s is 1 s.
  const whole = Math.max(0, Math.floor(seconds + 0.0005));
  const parts = [
    { value: Math.floor(whole / SECONDS.day), unit: "d" as const },
    { value: Math.floor((whole % SECONDS.day) / SECONDS.hour), unit: "h" as const },
    { value: Math.floor((whole % SECONDS.hour) / SECONDS.minute), unit: "min" as const },
    { value: whole % SECONDS.minute, unit: "s" as const },
  ];
  const first = parts.findIndex((part) => part.value > 0);
  return first === -1 ? [{ value: 0, unit: "s" }] : parts.slice(first);
}

const UNIT_SECONDS: Record<DurationUnit, number> = {
  ms: 0.001,
  s: 1,
  min: SECONDS.minute,
  h: SECONDS.hour,
  d: SECONDS.day,
};

/** Seconds of a duration's largest whole unit: all of 240 to 299.9 s is 240. It is told alike. */
export function largestPart(seconds: number): number {
  const [first] = splitDuration(seconds);
  return first ? first.value * UNIT_SECONDS[first.unit] : 0;
}
