// The lock file: whole on every platform, and without the addresses of a registry. With --fix takes those out.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root as project } from "../parts/node.mjs";

const fileOf = (root) => path.join(root, "package-lock.json");

/** What is wrong with the lock file of a tree, one finding a line. */
export const checkLock = (root) => {
  const { packages } = JSON.parse(readFileSync(fileOf(root), "utf8"));
  const named = Object.entries(packages).filter(([name]) => name !== "");
  return [
    ...named
      .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ""))
      .map(([name]) => `package-lock.json: ${name} names an address. Run npm run fix.`),
    ...named
      .filter(([, entry]) => !entry.version && !entry.link)
      .map(([name]) => `package-lock.json: ${name} has no version. Delete the file and make it anew with npm install.`),
    ...named
      .flatMap(([name, entry]) => Object.keys(entry.optionalDependencies ?? {}).map((wanted) => [name, wanted]))
      .filter(([name, wanted]) => !packages[`node_modules/${wanted}`] && !packages[`${name}/node_modules/${wanted}`])
      .map(([name, wanted]) => `package-lock.json: ${wanted} of ${name} is missing; npm ci will refuse the file.`),
  ];
};

if (process.argv[1] === import.meta.filename && process.argv.includes("--fix")) {
  const text = readFileSync(fileOf(project), "utf8");
  writeFileSync(fileOf(project), text.replace(/^ *"resolved": "https?:.*\n/gm, ""));
}
