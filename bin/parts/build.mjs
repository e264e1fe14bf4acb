// Builds the console when something it is made of changed since the last build.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { isDiskFull, runForeign } from "./child.mjs";
import { Stop, step } from "./console.mjs";
import { nodeVersion, root } from "./node.mjs";

const record = path.join(root, ".next/fiber-build.json");
/** What next build writes last. */
const buildId = path.join(root, ".next/BUILD_ID");
export const nextScript = path.join(root, "node_modules/next/dist/bin/next");

const FOLDERS = ["app", "components", "lib", "db", "public"];
const FILES = [
  "next.config.ts",
  "proxy.ts",
  "instrumentation.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];
/** Parts of the folders above that no page imports. */
const NOT_BUILT = /(\.test\.tsx?$)|^db\/(cli|demo|embedded|testing)\//;

const listFiles = async (folder) => {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path
        .relative(root, path.join(entry.parentPath ?? entry.path, entry.name))
        .split(path.sep)
        .join("/"),
    );
};

const buildKey = async () => {
  const files = (await Promise.all(FOLDERS.map(listFiles))).flat().filter((file) => !NOT_BUILT.test(file));
  const hash = createHash("sha256").update(nodeVersion());
  for (const file of [...FILES, ...files.sort()]) {
    const content = await readFile(path.join(root, file)).catch(() => "");
    hash.update(`\0${file}\0`).update(content);
  }
  return hash.digest("hex");
};

/** Whether .next holds a build of the files as they are; resolves to the key to record when it does not. */
const missingBuild = async () => {
  const key = await buildKey();
  if (!existsSync(buildId)) return key;
  const recorded = await readFile(record, "utf8").catch(() => "{}");
  return JSON.parse(recorded).key === key ? undefined : key;
};

/**
 * Tells browsers to compile scripts whole and off the main thread while they arrive: of what a page loads nearly all
 * runs at once. Without it each function is compiled when it is first called. decision 0024
 */
const COMPILE_HINT = "//# allFunctionsCalledOnLoad\n";

const hintAtCompiling = async () => {
  const folder = path.join(root, ".next/static/chunks");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".js")).map((file) => path.join(folder, file));
  for (const file of files) await writeFile(file, COMPILE_HINT + (await readFile(file, "utf8")));
};

/** `next build`, unless an unchanged tree was built already. */
export const build = async () => {
  const key = await missingBuild();
  if (key === undefined) return;
  await step("Building the console", "Built the console", async () => {
    await rm(buildId, { force: true });
    const { code, lines } = await runForeign("build", nextScript, ["build"], { env: { NODE_ENV: "production" } });
    if (code === 0 && existsSync(buildId)) {
      await hintAtCompiling();
      return writeFile(record, JSON.stringify({ key }));
    }
    if (isDiskFull(lines)) throw new Stop("The disk is full: the console cannot be built.");
    throw new Stop(
      `The console cannot be built (exit status ${code}). The last lines of next build:\n${lines.join("\n")}`,
    );
  });
};
