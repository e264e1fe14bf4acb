import type { IncomingMessage } from "node:http";
import { subscribe } from "node:diagnostics_channel";
import { clientAddress, isInNetworks } from "#lib/access/address.ts";
import { readAccessEnvironment } from "#lib/env-access.ts";

/** Set by us on every request, over whatever the client sent. */
export const ADDRESS_HEADER = "x-fiber-address";
export const SCHEME_HEADER = "x-fiber-scheme";

const FORWARDED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
];

const shared = globalThis as { fiber_watches_requests?: boolean };

/** Whether watchRequests() is in force in this process. */
export const isWatching = (): boolean => shared.fiber_watches_requests === true;

const first = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value)?.split(",")[0]?.trim();

/**
 * Settles, before anything reads a request, who sent it: headers of a proxy count when the connection comes from one
 * of FIBER_TRUSTED_PROXY, and are removed otherwise. Node publishes each request on this channel before its handler
 * runs. Called once, when the server starts.
 */
export const watchRequests = (): void => {
  if (isWatching()) return;
  shared.fiber_watches_requests = true;
  const { trusted_proxies } = readAccessEnvironment(process.env);
  subscribe("http.server.request.start", (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    const trusted = isInNetworks(socket.remoteAddress ?? "", trusted_proxies);
    const forwarded_for = [headers["x-forwarded-for"] ?? []].flat().join(",");
    headers[ADDRESS_HEADER] = clientAddress(socket.remoteAddress, forwarded_for, trusted_proxies);
    const direct = "encrypted" in socket && socket.encrypted === true ? "https" : "http";
    headers[SCHEME_HEADER] = trusted && first(headers["x-forwarded-proto"]) === "https" ? "https" : direct;
    if (!trusted) for (const name of FORWARDED) delete headers[name];
  });
};
