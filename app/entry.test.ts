import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADDRESS_HEADER, SCHEME_HEADER, watchRequests } from "./entry.ts";

let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => void response.end(JSON.stringify(request.headers)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = async (headers: Record<string, string>): Promise<IncomingHttpHeaders> => {
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}`, { headers })).json() as Promise<IncomingHttpHeaders>;
};

const FORGED = {
  "x-forwarded-for": "198.51.100.1",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "evil.example",
  forwarded: "for=198.51.100.1",
  "x-real-ip": "198.51.100.1",
  [ADDRESS_HEADER]: "198.51.100.2",
  [SCHEME_HEADER]: "https",
};

/** As at the start of a process whose environment names these proxies. */
const startWith = (proxies: string): void => {
  (globalThis as { fiber_watches_requests?: boolean }).fiber_watches_requests = false;
  process.env.FIBER_TRUSTED_PROXY = proxies;
  watchRequests();
};

test("a trusted proxy tells address and scheme", async () => {
  startWith("loopback");
  expect(await ask(FORGED)).toMatchObject({
    [ADDRESS_HEADER]: "198.51.100.1",
    [SCHEME_HEADER]: "https",
    "x-forwarded-host": "evil.example",
  });
});

test("anybody else tells nothing: the connection itself counts, and the headers are gone", async () => {
  startWith("10.0.0.0/8");
  const headers = await ask(FORGED);
  expect(headers).toMatchObject({ [ADDRESS_HEADER]: "127.0.0.1", [SCHEME_HEADER]: "http" });
  expect(Object.keys(headers).filter((name) => /forwarded|real-ip/.test(name))).toEqual([]);
});
