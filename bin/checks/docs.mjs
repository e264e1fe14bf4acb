// A document that cites a file which is gone is wrong. Cited means: a path in backticks, or the target of a link.
import { existsSync } from "node:fs";
import path from "node:path";
import { listFiles, read } from "./tree.mjs";

const TOP = "app|components|lib|db|e2e|bin|docs|public|\\.ci";
const CITED = new RegExp(`^(?:\\./)?((?:${TOP})/[^\\s\`*<>{}$…]*|[A-Za-z.-]+\\.(?:md|ts|mjs|json))$`);

/** `db/queries/series.ts:12` and `lib/units.ts#L3` cite the file. */
const withoutPosition = (cited) => cited.replace(/(:\d+(-\d+)?|#.*)$/, "");

const citations = (text) => {
  const found = [];
  let fenced = false;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    for (const [, code] of line.matchAll(/`([^`]+)`/g)) {
      const match = CITED.exec(withoutPosition(code.trim()));
      // A bare name without a folder is a file of the project's root only when it looks like one of ours.
      if (match && (match[1].includes("/") || /^(README|CONTRIBUTING|NOTICE|package|tsconfig)/.test(match[1]))) {
        found.push({ number: index + 1, cited: match[1], from_root: true });
      }
    }
    for (const [, target] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^([a-z]+:|#|\/)/i.test(target)) continue;
      found.push({ number: index + 1, cited: withoutPosition(target), from_root: false });
    }
  }
  return found;
};

/** All findings in the Markdown below `root`. */
export const checkDocs = async (root) => {
  const findings = [];
  for (const file of await listFiles(root, (name) => name.endsWith(".md"))) {
    for (const { number, cited, from_root } of citations(await read(root, file))) {
      const target = path.join(root, from_root ? "" : path.dirname(file), cited);
      if (!existsSync(target)) findings.push(`${file}:${number}: cites ${cited}, which does not exist.`);
    }
  }
  return findings;
};
