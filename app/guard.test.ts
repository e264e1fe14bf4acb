import { describe, expect, test } from "vitest";
import { listAppFiles } from "../e2e/routes.ts";

/** Open by intention: the contract names them. */
const OPEN = [
  "login/page.tsx",
  "api/health/route.ts",
  "api/auth/[...all]/route.ts",
  "api/[[...unknown]]/route.ts",
  "layout.tsx",
];

const GUARD = { page: "requirePage", layout: "requirePage", route: "jsonRoute|requireApi", actions: "requireAction" };

const files = listAppFiles().filter(({ file }) => !OPEN.includes(file));

const exportedFunctions = (source: string): string[] =>
  source.split(/^export (?:default )?(?=async |const |function )/m).slice(1);

describe("every page, layout, route handler and server action asks the guard", () => {
  test("there are some of each kind", () => {
    expect([...new Set(files.map(({ kind }) => kind))].toSorted()).toEqual(["actions", "layout", "page", "route"]);
  });

  test.each(files)("$file", ({ kind, source }) => {
    const guard = new RegExp(`\\b(${GUARD[kind]})\\(`);
    const parts = exportedFunctions(source).filter((part) =>
      /^(async |function |const (GET|POST|PUT|PATCH|DELETE|HEAD)\b)/.test(part),
    );
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect(part, `no ${GUARD[kind]}() in: ${part.slice(0, 80)}`).toMatch(guard);
  });
});

test("a file that does not ask is found", () => {
  const guard = /\b(jsonRoute|requireApi)\(/;
  const planted = `export const dynamic = "force-dynamic";\nexport const GET = async () => Response.json(await listNodes(reader()));`;
  const [, handler = ""] = exportedFunctions(planted);
  expect(handler).toContain("GET");
  expect(handler).not.toMatch(guard);
});

test("what is open is there", () => {
  const all = listAppFiles().map(({ file }) => file);
  expect(OPEN.filter((file) => !all.includes(file))).toEqual([]);
});
