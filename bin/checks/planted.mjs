// A guard that never bit is no guard: every rule gets files that break it, in a directory of their own, and must
// say so by name. Beside them stand files that break nothing and must pass.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkDocs } from "./docs.mjs";
import { checkFiles } from "./files.mjs";
import { FAULTLESS, FILE_VIOLATIONS, LINT_VIOLATIONS } from "./planted-files.mjs";
import { runTool } from "./tools.mjs";

const plant = async (directory, files) => {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.join(directory, path.dirname(file)), { recursive: true });
    await writeFile(path.join(directory, file), text);
  }
};

const lint = async (root, directory) => {
  const { output } = await runTool("oxlint", ["--format", "json", "."], { cwd: directory, root });
  const { diagnostics } = JSON.parse(output.slice(output.indexOf("{")));
  return diagnostics.map(({ filename, code, message, help }) => ({
    file: filename.replaceAll("\\", "/").replace(/^\.\//, ""),
    rule: /\((.+)\)$/.exec(code)?.[1] ?? code,
    text: `${message} ${help ?? ""}`,
  }));
};

const lintMisses = (found) =>
  LINT_VIOLATIONS.filter(
    ({ file, rule, says }) => !found.some((d) => d.file === file && d.rule === rule && d.text.includes(says ?? "")),
  ).map(({ file, rule, says }) => `${rule}${says ? ` ("${says}…")` : ""} does not bite in ${file}`);

const fileMisses = (found) =>
  FILE_VIOLATIONS.filter(({ file, says }) => !found.some((line) => line.startsWith(file) && line.includes(says))).map(
    ({ file, says }) => `"${says}" is not found in ${file}`,
  );

/** Plants everything in a temporary directory with the project's configuration; returns what went unnoticed. */
export const checkPlanted = async (root) => {
  const directory = await mkdtemp(path.join(tmpdir(), "fiber-planted-"));
  try {
    for (const file of [".oxlintrc.json", "package.json", "tsconfig.json"]) {
      await cp(path.join(root, file), path.join(directory, file));
    }
    const planted = [...LINT_VIOLATIONS, ...FILE_VIOLATIONS];
    await plant(directory, FAULTLESS);
    for (const { file, text, beside } of planted) await plant(directory, { [file]: text, ...beside });

    const [lint_found, file_found, doc_found] = await Promise.all([
      lint(root, directory),
      checkFiles(directory),
      checkDocs(directory),
    ]);
    const said = [
      ...lint_found.map(({ file, rule, text }) => `${file}: ${rule}: ${text}`),
      ...file_found,
      ...doc_found,
    ];
    const wronged = Object.keys(FAULTLESS).flatMap((file) => said.filter((line) => line.startsWith(`${file}:`)));
    return [
      ...lintMisses(lint_found),
      ...fileMisses([...file_found, ...doc_found]),
      ...wronged.map((line) => `a faultless file is accused: ${line}`),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
