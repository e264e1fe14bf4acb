import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createApacheDatabase } from "#db/testing/apache.ts";
import {
  compressChunks,
  insertMeasurements,
  insertNode,
  insertTestPeople,
  refreshAggregates,
} from "#db/testing/index.ts";
import { freePort } from "../bin/parts/port.mjs";
import { expect, signIn, test } from "./fixtures.ts";

const next = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** A console of its own, as built for the others, before a database that has gone over to the Apache edition. */
const startConsole = async () => {
  const database = await createApacheDatabase(async (db) => {
    const { node_id } = await insertNode(db, { node_name: "old" });
    await insertMeasurements(db, node_id, { from: "2026-01-01T00:00:00Z", count: 2_000, interval_seconds: 600 });
    await refreshAggregates(db);
    await compressChunks(db, "2026-01-09");
    await insertTestPeople(db);
  });
  const port = String(await freePort());
  const child = spawn(process.execPath, [next, "start", "-H", "127.0.0.1", "-p", port], {
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: database.url,
      FIBER_EMBEDDED: "1",
      FIBER_SECRET: "a secret of the browser tests",
    },
  });
  const stop = async () => {
    child.kill();
    await database.drop();
  };
  return { address: `http://127.0.0.1:${port}`, stop };
};

test("a database of the Apache edition: every page answers and says what the edition does not do", async ({
  browser,
}) => {
  const { address, stop } = await startConsole();
  try {
    await expect
      .poll(() =>
        fetch(`${address}/api/health`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    const storageState = await signIn(address, "viewer");
    const context = await browser.newContext({ baseURL: address, storageState });
    const page = await context.newPage();
    const open = async (path: string) => expect((await page.goto(path))?.status(), path).toBe(200);
    await open("/storage");
    await expect(page.getByText("The Apache edition runs none of the policies that this database has.")).toBeVisible();
    await expect(page.getByRole("region", { name: "Continuous aggregates" })).toContainText("but does not run");
    await expect(page.getByRole("region", { name: "Server" })).toContainText("the Apache edition runs no job");
    await open("/storage/metrics");
    await expect(page.getByRole("region", { name: "Lifecycle" })).toContainText("(does not run)");
    await open("/jobs");
    const jobs = page.getByRole("region", { name: "Policies and jobs" });
    await expect(jobs).toContainText("nobody runs them: the Apache edition runs no policies");
    await expect(jobs.getByText("good", { exact: true })).toHaveCount(0);
    await open("/capacity");
    await expect(page.getByText("in force: never")).toHaveCount(2);
    for (const path of ["hypertables", "aggregates", "jobs", "findings", "server", "growth", "capacity", "tables"])
      expect((await context.request.get(`/api/v1/storage/${path}`)).status(), path).toBe(200);
    await context.close();
  } finally {
    await stop();
  }
});
