import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { TEST_TOKENS, testEmail } from "#db/testing/credentials.ts";
import { roleAllows, type Role, ROLES } from "#lib/access/roles.ts";
import { expect, routeTest as test } from "./fixtures.ts";
import { listAppFiles } from "./routes.ts";

type Need =
  | { role: Role; token: "read" | "ingest" | "operate" | null; node?: boolean; method?: "POST"; influx?: true }
  | "open";

const READ: Need = { role: "viewer", token: "read" };
const PAGE: Need = { role: "viewer", token: null };
const INGEST: Need = { role: "operator", token: "ingest", node: true, method: "POST" };
const SETTINGS: Need = { role: "admin", token: null };

/** What each address needs. One that is not listed here fails: whoever adds a page or a route says who may use it. */
const NEEDS: Record<string, Need> = {
  "/": PAGE,
  "/compare": PAGE,
  "/nodes/[node_id]": PAGE,
  "/nodes/[node_id]/report": PAGE,
  "/capacity": PAGE,
  "/ingest": PAGE,
  "/storage": PAGE,
  "/storage/[hypertable]": PAGE,
  "/jobs": PAGE,
  "/settings": SETTINGS,
  "/settings/users": SETTINGS,
  "/settings/tokens": SETTINGS,
  "/settings/audit": SETTINGS,
  "/login": "open",
  "/api/health": "open",
  // To this machine; to others as e2e/metrics.spec.ts tells.
  "/metrics": "open",
  "/api/auth/[...all]": "open",
  // Nothing is there: 404 to anybody.
  "/api/[[...unknown]]": "open",
  "/api/v1/audit": SETTINGS,
  "/api/v1/compare": READ,
  "/api/v1/datasets": READ,
  "/api/v1/export": { ...READ, node: true },
  "/api/v1/ingest": INGEST,
  "/api/v1/ingest/activity": READ,
  "/api/v1/ingest/late-days": READ,
  "/api/v1/ingest/rejects": READ,
  "/api/v2/write": { ...INGEST, influx: true },
  "/write": { ...INGEST, influx: true },
  "/api/v1/openapi.json": READ,
  "/api/v1/search": READ,
  "/api/v1/nodes": READ,
  "/api/v1/nodes/changes": READ,
  "/api/v1/nodes/heat-map": READ,
  "/api/v1/nodes/names": READ,
  "/api/v1/nodes/[node_id]/distribution": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/figures": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/hour-pattern": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/jitter": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/overlays": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/report": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/uptime-days": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/level-shifts": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/outages": { ...READ, node: true },
  "/api/v1/nodes/[node_id]/series": { ...READ, node: true },
  "/api/v1/storage/aggregates": READ,
  "/api/v1/storage/capacity": READ,
  "/api/v1/storage/chunks": READ,
  "/api/v1/storage/database": READ,
  "/api/v1/storage/findings": READ,
  "/api/v1/storage/growth": READ,
  "/api/v1/storage/hypertables": READ,
  "/api/v1/storage/hypertables/[hypertable]": READ,
  "/api/v1/storage/hypertables/[hypertable]/chunks/[chunk]": READ,
  "/api/v1/storage/hypertables/[hypertable]/lifecycle": READ,
  "/api/v1/storage/jobs": READ,
  "/api/v1/storage/server": READ,
  "/api/v1/storage/tables": READ,
};

const routes = listAppFiles().filter(({ kind }) => kind === "page" || kind === "route");
const closed = routes.filter(({ path }) => path in NEEDS && NEEDS[path] !== "open");
const isApi = (path: string): boolean => path.startsWith("/api/") || path === "/write";

const needOf = (url: string): Exclude<Need, "open"> | undefined => {
  const need = NEEDS[url.split("?")[0] ?? ""];
  return need === "open" ? undefined : need;
};

/** Routes that take measurements are sent an empty body, which is right and stores nothing. */
const ask = (request: APIRequestContext, url: string, headers: Record<string, string> = {}): Promise<APIResponse> =>
  needOf(url)?.method === "POST"
    ? request.post(url, { headers: { "content-type": "text/plain", ...headers }, data: "\n", maxRedirects: 0 })
    : request.get(url, { headers, maxRedirects: 0 });

const expectRefusal = async (response: APIResponse, status: number): Promise<void> => {
  expect(response.status()).toBe(status);
  if (needOf(new URL(response.url()).pathname)?.influx) {
    const told = await response.json();
    expect(told.error ?? told.message).toEqual(expect.any(String));
    return;
  }
  expect(response.headers()["content-type"]).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ status, title: expect.any(String) });
};

/** Names of the test fleet and what else only who is signed in may see. */
const SECRET = /steady-eu|lossy-us|aggregates_hourly|@fiber\.test/;

const WRONG_COOKIE = { cookie: "fiber.session_token=abc.def" };

/** What a stranger may send beside the address. */
const DISGUISES: Record<string, string>[] = [
  {},
  WRONG_COOKIE,
  { ...WRONG_COOKIE, RSC: "1" },
  { RSC: "1" },
  { "x-fiber-path": "/x", "x-nonce": "y" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
];

const addressOf = (path: string, node_id: string): string =>
  path === "/api/v1/compare" || path === "/api/v1/export"
    ? `${path}?node=${node_id}`
    : path.replace("[node_id]", node_id).replace("[hypertable]", "metrics").replace("[chunk]", "newest");

test("every page and route says what it needs", () => {
  expect(routes.map(({ path }) => path).filter((path) => !(path in NEEDS))).toEqual([]);
  expect(Object.keys(NEEDS).filter((path) => !routes.some((route) => route.path === path))).toEqual([]);
});

test.describe("nobody", () => {
  test.use({ role: null });
  for (const { path } of closed) {
    test(`gets nothing of ${path}`, async ({ request, findNodeId }) => {
      const url = addressOf(path, await findNodeId("steady-eu"));
      for (const headers of DISGUISES) {
        const response = await ask(request, headers.RSC ? `${url}${url.includes("?") ? "&" : "?"}_rsc` : url, headers);
        if (isApi(path)) await expectRefusal(response, 401);
        else if (response.status() === 200) expect(await response.text()).toContain("NEXT_REDIRECT;replace;/login");
        else {
          expect(response.status()).toBe(307);
          expect(response.headers().location).toMatch(/\/login(\?|$)/);
        }
        expect(await response.text()).not.toMatch(SECRET);
      }
    });
  }

  test("gets the open ones", async ({ request }) => {
    for (const path of ["/login", "/api/health", "/icon.svg", "/favicon.ico"])
      expect((await ask(request, path)).status()).toBe(200);
    await expectRefusal(await ask(request, "/api/auth/list-sessions"), 404);
    await expectRefusal(await request.post("/api/auth/sign-up/email", { data: {} }), 404);
    await expectRefusal(await request.post("/api/auth/update-user", { data: { role: "admin" } }), 404);
  });
});

for (const role of ROLES) {
  test.describe(role, () => {
    test.use({ role });
    for (const { path } of closed) {
      const need = NEEDS[path] as Exclude<Need, "open">;
      const allowed = roleAllows(role, need.role);
      test(`${allowed ? "gets" : "is refused"} ${path}`, async ({ request, findNodeId }) => {
        const url = addressOf(path, await findNodeId("steady-eu"));
        const response = await ask(request, url);
        if (allowed) expect([200, 204, 307]).toContain(response.status());
        else if (isApi(path)) await expectRefusal(response, 403);
        else {
          expect(response.status()).toBe(403);
          const text = await response.text();
          for (const other of ROLES.filter((one) => one !== role)) expect(text).not.toContain(testEmail(other));
        }
        if (allowed && response.status() === 307) expect(response.headers().location).not.toContain("/login");
      });
    }
  });
}

test.describe("tokens", () => {
  for (const { path } of closed.filter(({ path }) => isApi(path))) {
    const need = NEEDS[path] as Exclude<Need, "open">;
    test(`of the right scope alone get ${path}`, async ({ request, findNodeId, playwright, baseURL }) => {
      const url = addressOf(path, await findNodeId("steady-eu"));
      const other = addressOf(path, await findNodeId("lossy-us"));
      const stranger = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
      const as = (token: string, at = url) => ask(stranger, at, { authorization: `Bearer ${token}` });
      for (const scope of ["ingest", "read", "operate"] as const) {
        const response = await as(TEST_TOKENS[scope]);
        if (scope === need.token) expect([200, 204]).toContain(response.status());
        else await expectRefusal(response, 403);
      }
      if (need.node) expect([200, 204]).toContain((await as(TEST_TOKENS.one_node)).status());
      // Which nodes a token may write is judged line by line: e2e/ingest.spec.ts.
      if (need.token !== "ingest") await expectRefusal(await as(TEST_TOKENS.one_node, other), 403);
      // A wrong token is refused, whatever cookie comes with it.
      for (const token of ["x", `fbr_${"z".repeat(43)}`, "fbr_", "a b c", "\"'"])
        await expectRefusal(await ask(request, url, { authorization: `Bearer ${token}` }), 401);
      for (const header of ["Basic eDp5", "Bearer", "Digest", "é", "Token x"])
        await expectRefusal(await ask(request, url, { authorization: header }), 401);
      await stranger.dispose();
    });
  }
});

/** The server actions of the build, by what the page that holds them is. */
const readActions = (): string[] => {
  const file = fileURLToPath(new URL("../.next/server/server-reference-manifest.json", import.meta.url));
  const { node } = JSON.parse(readFileSync(file, "utf8")) as { node: Record<string, { workers: object }> };
  return Object.entries(node).map(([id, { workers }]) => `${id} ${Object.keys(workers)[0] ?? ""}`);
};

for (const role of ["viewer", "operator"] as const) {
  test.describe(`server actions as ${role}`, () => {
    test.use({ role });
    test("are refused, each of them", async ({ request }) => {
      const actions = readActions();
      expect(actions.length).toBeGreaterThanOrEqual(7);
      for (const action of actions) {
        const [id = "", worker = ""] = action.split(" ");
        const url = worker
          .replace(/^app/, "")
          .replace(/\/page$/, "")
          .replace(/\/\([^)]*\)/g, "");
        const response = await request.post(url, {
          headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8" },
          data: '["7b0c5b3e-5a53-4b0e-9d0a-1b6b0a6f2d11"]',
        });
        // What an operator may do is refused for what it was sent: an address where a finding belongs.
        const may = role === "operator" && url === "/jobs";
        expect(await response.text(), action).toMatch(may ? /"kind":"invalid_input"/ : /"kind":"not_permitted"/);
      }
    });

    test("from another site are refused", async ({ request }) => {
      const [id = ""] = readActions()[0]!.split(" ");
      const response = await request.post("/settings/users", {
        headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", origin: "https://evil.example" },
        data: "[]",
      });
      expect(await response.text()).not.toMatch(/"done"/);
    });
  });
}
