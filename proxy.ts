import { type NextRequest, NextResponse } from "next/server";

/** Answered without a session. Everything else checks for itself; this file only spares strangers the way. */
const OPEN = /^\/login$/;
const SESSION_COOKIES = ["fiber.session_token", "__Secure-fiber.session_token"];

/**
 * Scripts and style sheets by nonce alone, and nothing inline: the server renders no style attribute
 * (components/ui/placed.tsx, e2e/policy.spec.ts). Only the development server, which brings an overlay of its own, may more.
 */
const policy = (nonce: string, dev: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

const makeNonce = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));

/** The policy of every page with a nonce of its own, and the short way to /login for who has no cookie at all. */
export const proxy = (request: NextRequest): NextResponse => {
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  headers.set("x-fiber-path", `${pathname}${search}`);
  const nonce = makeNonce();
  const csp = policy(nonce, process.env.NODE_ENV === "development");
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", csp);
  const known = SESSION_COOKIES.some((name) => request.cookies.has(name));
  const response =
    known || OPEN.test(pathname)
      ? NextResponse.next({ request: { headers } })
      : NextResponse.redirect(new URL(loginPath(pathname, search), request.url), 307);
  response.headers.set("content-security-policy", csp);
  const secure =
    process.env.FIBER_PUBLIC_URL?.startsWith("https:") || request.headers.get("x-fiber-scheme") === "https";
  if (secure) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
};

const loginPath = (pathname: string, search: string): string => {
  const next = pathname === "/" && search === "" ? "" : `?next=${encodeURIComponent(`${pathname}${search}`)}`;
  return `/login${next}`;
};

/** Pages. Routes under /api and of the ingest protocols check for themselves; their bodies must not be buffered here. */
export const config = {
  matcher: ["/((?!api(?:/|$)|_next/static/|_next/image|write$|metrics$|icon\\.svg$|favicon\\.ico$).*)"],
};
