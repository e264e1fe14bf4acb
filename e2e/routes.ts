import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const app = fileURLToPath(new URL("../app", import.meta.url));

export type AppFile = { kind: "page" | "route" | "actions" | "layout"; file: string; source: string; path: string };

const KINDS = { "page.tsx": "page", "route.ts": "route", "actions.ts": "actions", "layout.tsx": "layout" } as const;

/** `(console)/nodes/[node_id]/page.tsx` → `/nodes/[node_id]`. */
const urlOf = (file: string): string => {
  const segments = path
    .dirname(file)
    .split(path.sep)
    .filter((part) => part !== "." && !/^\(.*\)$/.test(part));
  return `/${segments.join("/")}`;
};

/** Every page, route handler, file of server actions and layout below app/. */
export const listAppFiles = (): AppFile[] =>
  readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) in KINDS)
    .map((file) => ({
      kind: KINDS[path.basename(file) as keyof typeof KINDS],
      file: file.split(path.sep).join("/"),
      source: readFileSync(path.join(app, file), "utf8"),
      path: urlOf(file),
    }))
    .toSorted((a, b) => a.file.localeCompare(b.file));
