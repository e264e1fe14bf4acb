// The browser of the browser tests: the first one that starts, or one that can be installed.
import { existsSync } from "node:fs";
import { spawn } from "node:child_process";
import path from "node:path";
import { Stop, say, step } from "./console.mjs";
import { childEnvironment, node, root } from "./node.mjs";

/** Chromium as root needs the first; the others keep it quiet and off the network. */
export const CHROMIUM_ARGUMENTS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The shell first: it draws no window of its own around a page and takes less than half the processor for the same tests. */
const SYSTEM = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Resolves to {code, output}; both streams in one text. */
const run = (command, args, { env = {}, timeout = 0 } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: childEnvironment(env),
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });

/** Whether a browser really starts and draws a page. `executable` "": the one that Playwright installed. */
const starts = async (executable) => {
  const probe = path.join(root, "bin/parts/probe-browser.mjs");
  return (await run(node(), [probe, executable], { timeout: 60_000 })).code === 0;
};

const findInstalled = async () => {
  const named = process.env.FIBER_CHROMIUM?.trim();
  if (named) {
    if (await starts(named)) return named;
    throw new Stop(`FIBER_CHROMIUM is "${named}", which does not start as a Chromium.`);
  }
  for (const candidate of ["", ...SYSTEM.filter((file) => existsSync(file))]) {
    if (await starts(candidate)) return candidate;
  }
  return undefined;
};

const isRoot = () => process.getuid?.() === 0;

const ATTEMPTS = [
  {
    name: "Playwright's Chromium",
    possible: () => true,
    commands: () => [
      [
        node(),
        [
          path.join(root, "node_modules/playwright/cli.js"),
          "install",
          "--only-shell",
          ...(isRoot() ? ["--with-deps"] : []),
          "chromium",
        ],
      ],
    ],
  },
  ...["chromium-headless-shell", "chromium"].map((name) => ({
    name: `Debian's ${name}`,
    possible: () => isRoot() && existsSync("/usr/bin/apt-get"),
    commands: () => [
      ["apt-get", ["-q", "update"]],
      ["apt-get", ["-q", "install", "-y", "--no-install-recommends", name, "fonts-dejavu-core"]],
    ],
  })),
];

const INSTALL_TIMEOUT_MS = 300_000;

const attempt = async ({ name, commands }) => {
  for (const [command, args] of commands()) {
    const { code, output } = await run(command, args, {
      env: { DEBIAN_FRONTEND: "noninteractive" },
      timeout: INSTALL_TIMEOUT_MS,
    });
    if (code !== 0) {
      say(
        `  ${name}: ${path.basename(command)} ended with status ${code}: ${output.trim().split("\n").slice(-3).join(" ")}`,
      );
      return undefined;
    }
  }
  return findInstalled();
};

/**
 * Resolves to the path of a Chromium that starts, "" standing for Playwright's own. Order: FIBER_CHROMIUM, Playwright's,
 * the system's; then it tries to install one. Rejects with a sentence that says what to do.
 */
export const findBrowser = async () => {
  const installed = await step("Looking for a browser", "Looked for a browser", findInstalled);
  if (installed !== undefined) return installed;
  for (const way of ATTEMPTS.filter(({ possible }) => possible())) {
    const found = await step(
      `Installing ${way.name}`,
      (path_found) => (path_found === undefined ? `${way.name} could not be had` : `Installed ${way.name}`),
      () => attempt(way),
    );
    if (found !== undefined) return found;
  }
  throw new Stop(
    "The browser tests need a Chromium, and none could be installed.",
    "Install one (as root: apt-get install chromium, or npx playwright install --with-deps chromium) or name one in FIBER_CHROMIUM.",
  );
};
