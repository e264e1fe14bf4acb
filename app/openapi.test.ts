import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { listAppFiles } from "../e2e/routes.ts";
import { apiDocument } from "#app/api/v1/openapi.json/document.ts";

type Paths = Record<string, Record<string, { operationId: string }>>;

const paths = apiDocument()["paths"] as Paths;

test("it is a valid description by the specification of OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate(apiDocument())).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("it describes every route below /api/v1 with its method, and no other", () => {
  const routes = listAppFiles().filter(({ kind, path }) => kind === "route" && path.startsWith("/api/v1/"));
  const there = routes.map(({ path, source }) => {
    const method = /export const (GET|POST)\b/.exec(source)?.[1]?.toLowerCase();
    return `${method} ${path.replaceAll("[", "{").replaceAll("]", "}")}`;
  });
  const told = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((one) => `${one} ${path}`));
  expect(told.toSorted()).toEqual(there.toSorted());
});

test("each operation has a name of its own", () => {
  const names = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));
  expect(new Set(names).size).toBe(names.length);
});
