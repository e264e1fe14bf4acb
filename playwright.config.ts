import { randomInt } from "node:crypto";
import { defineConfig, devices } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, findBrowser } from "./bin/parts/browser.mjs";

// Workers read this file again: what was decided once is kept in the environment that they inherit.
process.env.FIBER_E2E_PORT ??= String(randomInt(20_000, 32_000));
process.env.FIBER_CHROMIUM ??= await findBrowser();

const address = `http://127.0.0.1:${process.env.FIBER_E2E_PORT}`;
const minutes = (count: number) => count * 60_000;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: minutes(1),
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: address,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
    // Without the film of every test: drawing it in software took a third of the processor.
    trace: { mode: "retain-on-failure", screenshots: false },
    // Pulses and transitions are drawn in software, frame by frame, and journeys would wait for them.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath: process.env.FIBER_CHROMIUM || undefined, args: CHROMIUM_ARGUMENTS },
  },
  projects: [
    {
      name: "desktop-light",
      use: { viewport: { width: 1440, height: 900 }, colorScheme: "light" },
      grepInvert: /@mobile/,
    },
    {
      name: "mobile-dark",
      // A test that has something to show on a telephone carries @mobile in its title.
      grep: /@mobile/,
      use: { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true },
    },
  ],
  webServer: {
    command: "node bin/parts/e2e-console.mjs",
    env: { PORT: process.env.FIBER_E2E_PORT, NODE_ENV: "production" },
    url: `${address}/api/health`,
    timeout: minutes(6),
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "pipe",
    stderr: "pipe",
  },
});
