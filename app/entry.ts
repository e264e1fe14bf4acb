import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { subscribe } from "node:diagnostics_channel";
import { clientAddress, isInNetworks, type Network, parseNetwork } from "#lib/access/address.ts";
import { readAccessEnvironment } from "#lib/env-access.ts";

/** Set by us on every request, over whatever the client sent. */
export const ADDRESS_HEADER = "x-fiber-address";
export const SCHEME_HEADER = "x-fiber-scheme";
/** "loopback" when this machine itself asks, without a proxy between as far as can be told. */
export const ORIGIN_HEADER = "x-fiber-origin";

const LOOPBACK = ["127.0.0.0/8", "::1"].flatMap((network) => parseNetwork(network) ?? []);

const FORWARDED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
];
/** What else a proxy leaves behind. */
const RELAYED = [...FORWARDED, "via", "x-forwarded", "x-cluster-client-ip", "cf-connecting-ip", "true-client-ip"];
const LOCAL_HOST = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

/**
 * "loopback" when this machine itself asks. A trusted proxy never counts as that, nor whoever shows a proxy's headers;
 * a name other than this machine's own means that somebody was led here: by a proxy, or a browser by a foreign name.
 */
export const originOf = (
  remote: string | undefined,
  headers: IncomingHttpHeaders,
  trusted: readonly Network[],
): "loopback" | "elsewhere" => {
  const direct = isInNetworks(remote ?? "", LOOPBACK) && !isInNetworks(remote ?? "", trusted);
  const relayed = !LOCAL_HOST.test(headers.host ?? "") || RELAYED.some((name) => headers[name] !== undefined);
  return direct && !relayed ? "loopback" : "elsewhere";
};

const shared = globalThis as { fiber_watches_requests?: boolean };

/** Whether watchRequests() is in force in this process. */
export const isWatching = (): boolean => shared.fiber_watches_requests === true;

const first = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value)?.split(",")[0]?.trim();

/**
 * An address whose path can be decoded. What stands there and is no escape of UTF-8 (`%ff`, `%zz`) is taken as the text
 * that it is, so that the route which it leads to answers for it: the framework would fail with 500.
 */
export const decodableAddress = (url: string): string => {
  const end = /[?#]/.exec(url)?.index ?? url.length;
  const segments = url.slice(0, end).split("/");
  return segments.map(decodableSegment).join("/") + url.slice(end);
};

const decodableSegment = (segment: string): string => {
  try {
    decodeURIComponent(segment);
    return segment;
  } catch {
    return segment.replaceAll("%", "%25");
  }
};

/**
 * Next sets the type of a route's answer as a list of one, and its own compression, which looks for a text, leaves the
 * answer as it is. With a text it packs what is worth it and what the client takes.
 */
export const setTypeAsText = (response: ServerResponse): void => {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    const isList = name.toLowerCase() === "content-type" && Array.isArray(value) && value.length === 1;
    return setHeader(name, isList ? value[0]! : value);
  };
};

/**
 * Settles, before anything reads a request, who sent it: headers of a proxy count when the connection comes from one
 * of FIBER_TRUSTED_PROXY, and are removed otherwise. Answers get packed (setTypeAsText). Node publishes each request on this channel before its handler
 * runs. Called once, when the server starts.
 */
export const watchRequests = (): void => {
  if (isWatching()) return;
  shared.fiber_watches_requests = true;
  const { trusted_proxies } = readAccessEnvironment(process.env);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    setTypeAsText(response);
    const { headers, socket } = request;
    request.url = decodableAddress(request.url ?? "/");
    const trusted = isInNetworks(socket.remoteAddress ?? "", trusted_proxies);
    headers[ORIGIN_HEADER] = originOf(socket.remoteAddress, headers, trusted_proxies);
    const forwarded_for = [headers["x-forwarded-for"] ?? []].flat().join(",");
    headers[ADDRESS_HEADER] = clientAddress(socket.remoteAddress, forwarded_for, trusted_proxies);
    const direct = "encrypted" in socket && socket.encrypted === true ? "https" : "http";
    headers[SCHEME_HEADER] = trusted && first(headers["x-forwarded-proto"]) === "https" ? "https" : direct;
    if (!trusted) for (const name of FORWARDED) delete headers[name];
  });
};
