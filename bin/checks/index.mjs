// Everything `npm run verify` holds the tree against, in the order in which it is told.
import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "../parts/node.mjs";
import { checkDocs } from "./docs.mjs";
import { checkFiles } from "./files.mjs";
import { checkLock } from "./lock.mjs";
import { checkPlanted } from "./planted.mjs";
import { runScript, runTool } from "./tools.mjs";

const fromFindings = (findings) => ({ ok: findings.length === 0, output: findings.join("\n") });

const tool = async (name, args, options = {}) => {
  const { code, output } = await runTool(name, args, { root, ...options });
  return { ok: code === 0, output };
};

const checkTypes = async () => {
  if (existsSync(path.join(root, "app"))) {
    const routes = await tool("next", ["typegen"]);
    if (!routes.ok) return routes;
  }
  return tool("tsc", ["--noEmit"], { package_name: "typescript" });
};

/** A generator that writes a file of the tree, and with --check tells whether that file is what it would write. */
const generated = (name, script) =>
  existsSync(path.join(root, script))
    ? [
        {
          name,
          run: async () => {
            const { code, output } = await runScript(path.join(root, script), ["--check"], { cwd: root });
            return { ok: code === 0, output: `${output}\nTo renew: node ${script}` };
          },
        },
      ]
    : [];

/** Each check: {name, run() -> {ok, output}}. */
export const listChecks = () => [
  { name: "format", run: () => tool("oxfmt", ["--check", "."]) },
  { name: "lint and layers", run: () => tool("oxlint", ["--deny-warnings"]) },
  { name: "types", run: checkTypes },
  { name: "file rules", run: async () => fromFindings(await checkFiles(root)) },
  { name: "paths in documents", run: async () => fromFindings(await checkDocs(root)) },
  { name: "lock file", run: async () => fromFindings(checkLock(root)) },
  { name: "planted violations", run: async () => fromFindings(await checkPlanted(root)) },
  ...generated("generated SQL of queries", "db/queries/sql.ts"),
  ...generated("generated schema dump", "db/schema/dump.ts"),
  ...generated("generated schemas of the API", "app/api/v1/openapi.json/schemas.ts"),
];

/** Runs checks, two at a time, and calls `on_result({name, ok, output, seconds})` as each ends. Returns all. */
export const runChecks = async (checks, on_result) => {
  const waiting = [...checks];
  const results = [];
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const since = Date.now();
      const outcome = await check.run().catch((error) => ({ ok: false, output: String(error?.stack ?? error) }));
      const result = { name: check.name, ...outcome, seconds: (Date.now() - since) / 1000 };
      results.push(result);
      on_result(result);
    }
  };
  await Promise.all([work(), work()]);
  return results;
};
