import { test as base, type BrowserContextOptions, expect, type Page, request as requests } from "@playwright/test";
import { TEST_PASSWORD, testEmail } from "#db/testing/credentials.ts";
import { type Role, ROLES } from "#lib/access/roles.ts";

export { expect } from "@playwright/test";

type StorageState = Exclude<BrowserContextOptions["storageState"], string | undefined>;

const consoleAddress = () => `http://127.0.0.1:${process.env.FIBER_E2E_PORT}`;

/** Signs in and returns the cookies. */
export const signIn = async (base_url: string, role: Role): Promise<StorageState> => {
  const context = await requests.newContext({ baseURL: base_url });
  const response = await context.post("/api/auth/sign-in/email", {
    data: { email: testEmail(role), password: TEST_PASSWORD },
  });
  expect(response.status(), `signing in as ${role}`).toBe(200);
  const { cookies } = await context.storageState();
  await context.dispose();
  return { cookies, origins: [] };
};

type WorkerFixtures = {
  /** A session of each role, made once a worker. A test that ends a session makes its own with signIn(). */
  sessions: Record<Role, StorageState>;
  /** node_id of each node of the test fleet by node_name, read once a worker. */
  node_ids: ReadonlyMap<string, string>;
};

type Fixtures = {
  /** Who `page` and `request` are signed in as; null: nobody. */
  role: Role | null;
  /** node_id of a node of the test fleet: steady-eu, lossy-us, gap-ap, late-ap, silent-af, never-sa. */
  findNodeId: (node_name: string) => Promise<string>;
};

type PageFixtures = {
  /** Errors of the page that a test expects; whatever matches is not held against it. */
  expected_errors: RegExp[];
  /** Every error of the console and every request that failed so far. Not empty at the end: the test fails. */
  page_errors: string[];
};

/** A request that the page itself gave up (it moved on) is no failure. */
const GIVEN_UP = /net::ERR_ABORTED/;

const watch = (page: Page, errors: string[]): void => {
  page.on("pageerror", (error) => errors.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    if (!GIVEN_UP.test(reason)) errors.push(`request: ${request.method()} ${request.url()} ${reason}`);
  });
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") errors.push(`leaves the machine: ${request.url()}`);
  });
};

/** For tests that send requests and open no page: without the browser, which takes a second to open one. */
export const routeTest = base.extend<Fixtures, WorkerFixtures>({
  role: ["viewer", { option: true }],
  sessions: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the first argument
    async ({}, use) => {
      const address = consoleAddress();
      const states = await Promise.all(ROLES.map(async (role) => [role, await signIn(address, role)] as const));
      await use(Object.fromEntries(states) as Record<Role, StorageState>);
    },
    { scope: "worker" },
  ],
  storageState: async ({ role, sessions }, use) => {
    await use(role === null ? { cookies: [], origins: [] } : sessions[role]);
  },
  node_ids: [
    async ({ sessions }, use) => {
      const baseURL = consoleAddress();
      const context = await requests.newContext({ baseURL, storageState: sessions.viewer });
      const { nodes } = (await (await context.get("/api/v1/nodes")).json()) as {
        nodes: { node_id: string; node_name: string }[];
      };
      await context.dispose();
      await use(new Map(nodes.map(({ node_name, node_id }) => [node_name, node_id])));
    },
    { scope: "worker" },
  ],
  findNodeId: async ({ node_ids }, use) => {
    await use(async (node_name) => {
      const found = node_ids.get(node_name);
      if (!found) throw new Error(`The test fleet has no node ${node_name}.`);
      return found;
    });
  },
});

export const test = routeTest.extend<PageFixtures>({
  expected_errors: [[], { option: true }],
  page_errors: [
    async ({ page, expected_errors }, use) => {
      const errors: string[] = [];
      watch(page, errors);
      await use(errors);
      const unexpected = errors.filter((error) => !expected_errors.some((pattern) => pattern.test(error)));
      expect(unexpected, "errors of the page").toEqual([]);
    },
    { auto: true },
  ],
});
