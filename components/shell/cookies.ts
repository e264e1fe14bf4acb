/** Remembered per browser, read by the server so that the first picture is right already. */
export const COOKIES = { zone: "fiber_zone", rail: "fiber_rail", width: "fiber_width" } as const;

const YEAR_SECONDS = 31_536_000;

/** Sets a cookie of this site for a year, in the browser. */
export function remember(name: (typeof COOKIES)[keyof typeof COOKIES], value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
