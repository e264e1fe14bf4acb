const STOPS = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), [tabindex]";

/** What the focus can stand on inside a box, in order. */
export const stopsIn = (box: HTMLElement | null): HTMLElement[] =>
  Array.from(box?.querySelectorAll<HTMLElement>(STOPS) ?? []);
