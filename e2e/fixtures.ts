import { test as base, expect, type Page } from "@playwright/test";

export { expect } from "@playwright/test";

type Fixtures = {
  /** Errors of the page that a test expects; whatever matches is not held against it. */
  expected_errors: RegExp[];
  /** Every error of the console and every request that failed so far. Not empty at the end: the test fails. */
  page_errors: string[];
  /** node_id of a node of the test fleet: steady-eu, lossy-us, gap-ap, late-ap, silent-af, never-sa. */
  findNodeId: (node_name: string) => Promise<string>;
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

export const test = base.extend<Fixtures>({
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
  findNodeId: async ({ request }, use) => {
    await use(async (node_name) => {
      const response = await request.get("/api/v1/nodes");
      const { nodes } = (await response.json()) as { nodes: { node_id: string; node_name: string }[] };
      const found = nodes.find((node) => node.node_name === node_name);
      if (!found) throw new Error(`The test fleet has no node ${node_name}.`);
      return found.node_id;
    });
  },
});
