import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { migrations } from "./index.ts";

const folder = new URL(".", import.meta.url);
const files = readdirSync(folder).filter((name) => /^\d/.test(name));

test("every file of the folder is listed, in the order of its time", () => {
  expect(Object.keys(migrations)).toEqual(files.map((name) => name.replace(/\.ts$/, "")).toSorted());
});

test("names say when and what", () => {
  for (const name of files) expect(name).toMatch(/^\d{8}t\d{4}-[a-z0-9-]+\.ts$/);
});

test("a migration imports nothing of ours, so that later changes cannot alter it", () => {
  for (const name of files) {
    const imports = readFileSync(new URL(name, folder), "utf8").match(/from "([^"]+)"/g) ?? [];
    expect(
      imports.every((line) => line === 'from "kysely"'),
      name,
    ).toBe(true);
  }
});
