// npm test: installs what is missing, then every stage, then one line that sums them all up.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { listChecks, runChecks } from "../checks/index.mjs";
import { build } from "./build.mjs";
import { findBrowser } from "./browser.mjs";
import { stopAll } from "./child.mjs";
import { elapsed, explain, say, seconds, Stop } from "./console.mjs";
import { install } from "./install.mjs";
import { root } from "./node.mjs";
import { runPlaywright, runVitest } from "./runners.mjs";

const USAGE = `npm test                          everything
npm test -- --only STAGE          one of verify, unit, database, browser`;

const verify = async () => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  await runChecks(listChecks(), ({ name, ok, output, seconds: took }) => {
    say(`  ${ok ? "ok    " : "FAILED"} ${name} (${took.toFixed(1)} s)`);
    if (!ok) say(output.trimEnd());
    counts[ok ? "passed" : "failed"] += 1;
  });
  return counts;
};

const browser = async () => {
  const executable = await findBrowser();
  await build();
  return runPlaywright(executable);
};

const STAGES = [
  { name: "verify", run: verify },
  { name: "unit", run: () => runVitest("unit") },
  { name: "database", run: () => runVitest("database") },
  { name: "browser", run: browser },
];

const told = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

/** A stage that crashes, or that ran nothing, has failed: once. */
const runStage = async ({ name, run }) => {
  const since = Date.now();
  say(`\n${name}`);
  let counts;
  try {
    counts = await run();
    if (counts.passed + counts.failed === 0) throw new Stop(`The stage "${name}" ran no test.`);
  } catch (error) {
    explain(error);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  say(`  ${name}: ${told(counts)} (${seconds(since)})`);
  return counts;
};

const readArguments = (args) => {
  if (args.length === 0) return STAGES;
  const stage = args[0] === "--only" && args.length === 2 && STAGES.find(({ name }) => name === args[1]);
  if (stage) return [stage];
  const asked = args.includes("--help") || args.includes("-h");
  (asked ? console.log : console.error)(asked ? USAGE : `Unknown arguments: ${args.join(" ")}\n${USAGE}`);
  return process.exit(asked ? 0 : 2);
};

const stopOnSignals = () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => void stopAll(10_000).then(() => process.exit(130)));
  }
};

/** Runs all stages, or the one of --only, and ends the process: 0 only when nothing failed and every stage ran. */
export const testAll = async (args) => {
  const stages = readArguments(args);
  stopOnSignals();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  try {
    await install();
    await mkdir(path.join(root, "test-results"), { recursive: true });
    for (const stage of stages) {
      const counts = await runStage(stage);
      for (const key of Object.keys(sum)) sum[key] += counts[key];
    }
  } catch (error) {
    explain(error);
    sum.failed += 1;
  }
  say(`\nTook ${elapsed()}.`);
  say(told(sum));
  process.exit(sum.failed === 0 ? 0 : 1);
};
