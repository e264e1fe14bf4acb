#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  bundledNode,
  compileCache,
  root,
  runsTypeScript,
  runUnderBundledNode,
  whenStarterIsGone,
} from "./parts/node.mjs";

if (!existsSync(path.join(root, "node_modules/commander/package.json"))) {
  console.error(`The packages of Fiber-DB are not installed. Run npm install in ${root}, or npm start.`);
  process.exit(1);
}

/**
 * Commands that read files of any size. V8 lets what is young grow to 128 MiB before it looks at it, which would be most
 * of their memory; with 16 MiB they take no more time.
 */
const LEAN = ["ingest", "import"];
const lean = LEAN.includes(process.argv[2]);

if (runsTypeScript() && (!lean || process.env.FIBER_REEXEC || bundledNode() === undefined)) {
  whenStarterIsGone(() => process.exit(1));
  module.enableCompileCache(compileCache);
  const { main } = await import("../db/cli/index.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  const flags = lean ? ["--max-semi-space-size=8"] : [];
  runUnderBundledNode(fileURLToPath(import.meta.url), process.argv.slice(2), {}, flags);
}
