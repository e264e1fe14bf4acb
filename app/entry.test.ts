import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADDRESS_HEADER, decodableAddress, ORIGIN_HEADER, originOf, SCHEME_HEADER, watchRequests } from "./entry.ts";

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

test("this machine itself is told from who comes through a proxy or by a foreign name", () => {
  const host = "127.0.0.1:3000";
  expect(originOf("127.0.0.1", { host }, [])).toBe("loopback");
  expect(originOf("::ffff:127.0.0.1", { host: "localhost" }, [])).toBe("loopback");
  expect(originOf("::1", { host: "[::1]:3000" }, [])).toBe("loopback");
  expect(originOf("192.0.2.1", { host }, [])).toBe("elsewhere");
  expect(originOf(undefined, { host }, [])).toBe("elsewhere");
  for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
    expect(originOf("127.0.0.1", { host, [name]: "127.0.0.1" }, []), name).toBe("elsewhere");
  for (const name of ["console.example", "127.0.0.1.example", ""])
    expect(originOf("127.0.0.1", { host: name }, []), name).toBe("elsewhere");
  expect(originOf("127.0.0.1", { host }, [{ bytes: [127, 0, 0, 1], bits: 32 }])).toBe("elsewhere");
});

test("what a client says of where it comes from counts for nothing", async () => {
  startWith("loopback");
  expect(await ask({ [ORIGIN_HEADER]: "loopback" })).toMatchObject({ [ORIGIN_HEADER]: "elsewhere" });
});

test.each([
  ["/api/v1/nodes?q=%ff", "/api/v1/nodes?q=%ff"],
  ["/api/v1/nodes/%ff/series?a=%ff", "/api/v1/nodes/%25ff/series?a=%ff"],
  ["/%zz/%E2%82%AC/%2", "/%25zz/%E2%82%AC/%252"],
  ["/%C3%28#%", "/%25C3%2528#%"],
])("the path of %s can be decoded: %s", (given, decodable) => {
  expect(decodableAddress(given)).toBe(decodable);
});
