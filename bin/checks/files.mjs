// Rules about files that the linter cannot say. Each finding is a line: file, what is wrong, what to do.
import { listFiles, read } from "./tree.mjs";

const CODE = /\.(ts|tsx|mjs)$/;
const LAYERS = /^(app|components|lib|db|e2e|bin)\//;

/** A directive counts only before the first statement; comments may stand above it. */
const usesClient = (text) => /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*["']use client["']/.test(text);

const isKebab = (segment) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(segment);

/** Next's own spellings of folders: [node_id], [...rest], (console), @modal, _private. */
const isRouteSegment = (segment) =>
  /^(\[{1,2}(\.\.\.)?[a-z][a-z0-9_]*\]{1,2}|\([a-z0-9.-]+\)|@[a-z-]+|_[a-z-]+)$/.test(segment);

const nameFindings = (file) => {
  const wrong = file.split("/").find((part) => !isKebab(part) && !(file.startsWith("app/") && isRouteSegment(part)));
  return wrong === undefined
    ? []
    : [`${file}: "${wrong}" is not kebab-case. Rename it: words in small letters, joined by -.`];
};

const clientFindings = (file, text) => {
  if (!/\.tsx?$/.test(file)) return [];
  const named = /\.client\.tsx?$/.test(file);
  // Next fixes these names, and error boundaries must be client components.
  const fixed = /^app\/(.*\/)?(error|global-error)\.tsx$/.test(file);
  if (usesClient(text) && !named && !fixed)
    return [`${file}: has "use client". Rename it to *.client.tsx (a hook: *.client.ts).`];
  if (!usesClient(text) && named)
    return [`${file}: is named *.client without "use client". Add it, or rename the file.`];
  return [];
};

const FOCUSED = /\b(test|it|describe|suite)(\.[a-z]+)*\.(only|skip|fixme|todo|fails?)\s*\(/;

const testFindings = (file, text) => {
  if (!/\.(test|spec)\.tsx?$/.test(file)) return [];
  return text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1, found: FOCUSED.exec(line)?.[3] }))
    .filter(({ found }) => found !== undefined)
    .map(({ number, found }) => `${file}:${number}: .${found}() hides tests. Mend or remove the test.`);
};

const STYLE = /\bstyle=[{"']|<style\b/;

/** The Content-Security-Policy refuses style attributes in HTML from the server. */
const styleFindings = (file, text) => {
  if (!/^(app|components)\/.*\.tsx$/.test(file)) return [];
  return text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => STYLE.test(line))
    .map(
      ({ number }) =>
        `${file}:${number}: has a style attribute, which browsers refuse in a page. Use classes, or Box and Placed of components/ui/placed.tsx.`,
    );
};

/** All findings in the tree below `root`. */
export const checkFiles = async (root) => {
  const files = await listFiles(root, (file) => LAYERS.test(file));
  const findings = [];
  for (const file of files) {
    findings.push(...nameFindings(file));
    if (!CODE.test(file)) continue;
    const text = await read(root, file);
    findings.push(...clientFindings(file, text), ...testFindings(file, text), ...styleFindings(file, text));
  }
  return findings;
};
