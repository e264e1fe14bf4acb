/**
 * Where to go after signing in, when somebody else wrote it into the URL: a path of this console, or "/". Refused are
 * other origins in every spelling that browsers accept (`//host`, `/\host`, control characters), and the sign-in page.
 */
export const safePath = (value: unknown): string => {
  if (typeof value !== "string" || value.length > 2_000) return "/";
  // oxlint-disable-next-line no-control-regex -- browsers drop control characters before they read a URL
  if (!value.startsWith("/") || /[\u0000-\u0020\u007f\\]/.test(value)) return "/";
  const base = "http://console.invalid";
  let url: URL;
  try {
    url = new URL(value, base);
  } catch {
    return "/";
  }
  if (url.origin !== base || value.startsWith("//")) return "/";
  if (/^\/(login|api)(\/|$)/.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
};
