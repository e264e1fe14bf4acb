import "server-only";
import { accessEnvironment } from "#db/access/server.ts";
import { FiberError, invalidInput } from "#lib/errors.ts";
import { ADDRESS_HEADER, isWatching, ORIGIN_HEADER, SCHEME_HEADER } from "./entry.ts";

/** The client's address: of the connection, or as a trusted proxy tells it. "unknown" when nothing watches the door. */
export const addressOf = (headers: Headers): string => (isWatching() && headers.get(ADDRESS_HEADER)) || "unknown";

/** Whether this machine itself asks, directly: not through a proxy, not by a foreign name. */
export const isLoopback = (headers: Headers): boolean => isWatching() && headers.get(ORIGIN_HEADER) === "loopback";

/** Whether the browser speaks TLS, to us or to a trusted proxy: then cookies are for TLS alone. */
export const isSecure = (headers: Headers): boolean => {
  const { public_url } = accessEnvironment();
  if (public_url !== undefined) return public_url.startsWith("https:");
  return isWatching() && headers.get(SCHEME_HEADER) === "https";
};

/** Where senders reach this console, as far as can be told: the public address, or the one that this request used. */
export const publicAddress = (headers: Headers): string => {
  const { public_url } = accessEnvironment();
  if (public_url !== undefined) return public_url.replace(/\/$/, "");
  return `${isSecure(headers) ? "https" : "http"}://${headers.get("x-forwarded-host") ?? headers.get("host") ?? "localhost:3000"}`;
};

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/**
 * Refuses what another site makes a browser send: Sec-Fetch-Site and Origin must both speak for this console. A
 * request with neither comes from no browser, and so brings nobody's cookie but its own.
 */
export const requireSameOrigin = (headers: Headers): void => {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const { public_url } = accessEnvironment();
  const own = [headers.get("x-forwarded-host"), headers.get("host"), public_url && hostOf(public_url)];
  const refused =
    (site !== null && site !== "same-origin" && site !== "none") ||
    (origin !== null && !own.includes(hostOf(origin) ?? "another site"));
  if (refused) throw new FiberError("not_permitted", "This request comes from another site.");
};

/** The body's bytes. Throws `too_large` as soon as more than `max_bytes` came, whatever Content-Length says. */
export const readBody = async (request: Request, max_bytes: number): Promise<Uint8Array> => {
  const tooLarge = () => new FiberError("too_large", `The body may have at most ${max_bytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > max_bytes) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > max_bytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** A JSON object of at most `max_bytes`. Throws `invalid_input` for anything else. */
export const readJsonObject = async (request: Request, max_bytes = 16_384): Promise<Record<string, unknown>> => {
  const bytes = await readBody(request, max_bytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalidInput("body", "The body is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidInput("body", "The body must be a JSON object.");
  return value as Record<string, unknown>;
};
