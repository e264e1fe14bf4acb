#!/usr/bin/env node
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root, runsTypeScript, runUnderBundledNode, whenStarterIsGone } from "./parts/node.mjs";

if (!existsSync(path.join(root, "node_modules/commander/package.json"))) {
  console.error(`The packages of Fiber-DB are not installed. Run npm install in ${root}, or npm start.`);
  process.exit(1);
}

if (runsTypeScript()) {
  whenStarterIsGone(() => process.exit(1));
  const { main } = await import("../db/cli/index.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  runUnderBundledNode(fileURLToPath(import.meta.url), process.argv.slice(2));
}
