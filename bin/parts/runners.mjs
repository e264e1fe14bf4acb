// Runs vitest and Playwright with a report for machines, and counts from that report.
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { toolScript } from "../checks/tools.mjs";
import { runForeign } from "./child.mjs";
import { say, Stop } from "./console.mjs";
import { root } from "./node.mjs";

const reportPath = (name) => path.join(root, "test-results", `${name}.json`);

const readReport = async (name, code) => {
  const text = await readFile(reportPath(name), "utf8").catch(() => undefined);
  if (text === undefined) throw new Stop(`The stage "${name}" crashed (exit status ${code}) and left no report.`);
  return JSON.parse(text);
};

const show = (line) => say(`  ${line}`);

/** A runner that failed for a reason outside of its tests (a crash, an unhandled error) has one more failure. */
const withExitStatus = (counts, code) =>
  code !== 0 && counts.failed === 0 ? { ...counts, failed: counts.failed + 1 } : counts;

/** Runs one project of vitest.config.ts; resolves to {passed, failed, skipped}. */
export const runVitest = async (project) => {
  await rm(reportPath(project), { force: true });
  const { code } = await runForeign(
    project,
    toolScript(root, "vitest"),
    ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${reportPath(project)}`],
    { env: { NO_COLOR: "1", FORCE_COLOR: undefined, NODE_ENV: "test" }, on_line: show },
  );
  const report = await readReport(project, code);
  // A file that could not be loaded has no tests of its own to fail.
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return withExitStatus(counts, code);
};

/** Runs the browser tests with the given Chromium ("": Playwright's own); resolves to {passed, failed, skipped}. */
export const runPlaywright = async (executable) => {
  await rm(reportPath("browser"), { force: true });
  const { code } = await runForeign(
    "browser",
    toolScript(root, "playwright", "@playwright/test"),
    ["test", "--reporter=list,json"],
    {
      env: {
        // Playwright sets FORCE_COLOR for its workers, whatever NO_COLOR says.
        NO_COLOR: undefined,
        FORCE_COLOR: "0",
        FIBER_CHROMIUM: executable,
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath("browser"),
      },
      on_line: show,
    },
  );
  const { stats, errors } = await readReport("browser", code);
  for (const error of errors) show(error.message ?? String(error));
  const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  return withExitStatus(counts, code);
};
