// Runs an installed tool under the bundled Node and collects what it says.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { childEnvironment, node } from "../parts/node.mjs";

/** The script behind a package's command, by its package.json. */
export const toolScript = (root, name, package_name = name) => {
  const folder = path.join(root, "node_modules", package_name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[name]);
};

const COLOURS = new RegExp(String.raw`${String.fromCodePoint(27)}\[[0-9;]*m`, "g");

/** Resolves to {code, output}: both streams in one text, without colours. Never rejects. */
export const runScript = (script, args, { cwd, env = {} }) =>
  new Promise((resolve) => {
    const child = spawn(node(), [script, ...args], {
      cwd,
      env: childEnvironment({ NO_COLOR: "1", FORCE_COLOR: undefined, ...env }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: output.replaceAll(COLOURS, "") }));
  });

/** A tool of node_modules; its package may have another name than its command. */
export const runTool = (name, args, { root, cwd = root, package_name = name, env }) =>
  runScript(toolScript(root, name, package_name), args, { cwd, env });
