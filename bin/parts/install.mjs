// Installs the packages when they are missing or the lockfile changed since.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { isDiskFull, runForeign } from "./child.mjs";
import { Stop, step } from "./console.mjs";
import { bundledNode, root } from "./node.mjs";

const lockfile = path.join(root, "package-lock.json");
const modules = path.join(root, "node_modules");
const record = path.join(modules, ".fiber-install");

const read = (file) => readFile(file, "utf8").catch(() => undefined);

const installKey = async () =>
  createHash("sha256")
    .update((await read(lockfile)) ?? "")
    .update(`${process.platform} ${process.arch}`)
    .digest("hex");

/** Whether npm's own account of node_modules has every package of the lockfile in its version. */
const agreesWithLockfile = async () => {
  const [wanted, present] = await Promise.all([read(lockfile), read(path.join(modules, ".package-lock.json"))]);
  if (!wanted || !present) return false;
  const installed = JSON.parse(present).packages;
  return Object.entries(JSON.parse(wanted).packages).every(
    ([name, entry]) => name === "" || entry.optional || entry.link || installed[name]?.version === entry.version,
  );
};

const isInstalled = async () => {
  const key = await installKey();
  if (bundledNode() === undefined) return false;
  if ((await read(record)) === key) return true;
  // A developer's own `npm ci` leaves no record of ours.
  if (!(await agreesWithLockfile())) return false;
  await writeFile(record, key);
  return true;
};

/** The npm that started us, or the one that came with this Node. */
const npmScript = () => {
  const running = process.env.npm_execpath;
  if (running && /npm-cli\.c?js$/.test(running)) return running;
  const beside = path.dirname(process.execPath);
  return [
    path.join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    path.join(beside, "node_modules/npm/bin/npm-cli.js"),
    "/usr/share/nodejs/npm/bin/npm-cli.js",
  ].find((file) => existsSync(file));
};

const runNpm = () => {
  const script = npmScript();
  if (script === undefined) throw new Stop("npm is not found. Install npm, or run npm ci yourself.");
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev", "--include=optional"];
  // The Node that runs us may lie in the node_modules that npm is about to replace, which Linux and macOS allow.
  return runForeign("npm", script, args, {
    runtime: process.execPath,
    env: { NODE_ENV: "", npm_config_progress: "false" },
  });
};

/** Makes node_modules what package-lock.json says; does nothing when it is so already. */
export const install = async () => {
  if (await isInstalled()) return;
  await step("Installing packages (the first time about a minute)", "Installed packages", async () => {
    const { code, lines } = await runNpm();
    if (code === 0 && bundledNode() !== undefined) {
      await writeFile(record, await installKey());
      return;
    }
    if (isDiskFull(lines)) throw new Stop("The disk is full: the packages cannot be installed.");
    if (code === 0) {
      throw new Stop(
        "The packages are installed, but Node 24 among them is not.",
        "npm must be allowed to run install scripts (ignore-scripts=false), or use Node 24 yourself.",
      );
    }
    throw new Stop(`npm ci failed (exit status ${code}). Its last lines:\n${lines.join("\n")}`);
  });
};
