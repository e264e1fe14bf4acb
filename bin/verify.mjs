// npm run verify: format, lint, layers, types, unit tests and the rest of the guards, without a database.
import { listChecks, runChecks } from "./checks/index.mjs";
import { runTool } from "./checks/tools.mjs";
import { explain, say } from "./parts/console.mjs";
import { install } from "./parts/install.mjs";
import { root } from "./parts/node.mjs";

const unit = {
  name: "unit tests",
  run: async () => {
    const { code, output } = await runTool("vitest", ["run", "--project", "unit", "--passWithNoTests=false"], { root });
    return { ok: code === 0, output };
  },
};

const report = ({ name, ok, output, seconds }) => {
  say(`${ok ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) say(`${output.trimEnd()}\n`);
};

try {
  await install();
  const since = Date.now();
  const results = await runChecks([unit, ...listChecks()], report);
  const failed = results.filter((result) => !result.ok).length;
  say(`\n${results.length - failed} passed, ${failed} failed (${((Date.now() - since) / 1000).toFixed(1)} s)`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
