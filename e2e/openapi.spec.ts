import { Ajv2020 } from "ajv/dist/2020.js";
import type { APIRequestContext } from "@playwright/test";
import generated from "#app/api/v1/openapi.json/schemas.generated.json" with { type: "json" };
import { TEST_TOKENS } from "#db/testing/credentials.ts";
import { expect, routeTest as test } from "./fixtures.ts";
import { listAppFiles } from "./routes.ts";

type Parameter = { name: string; in: "query" | "path"; required: boolean };
type Operation = { parameters: Parameter[]; responses: { 200: { content: Record<string, unknown> } } };
type Description = { paths: Record<string, Record<string, Operation>> };

const describe = async (request: APIRequestContext): Promise<Description> => {
  const response = await request.get("/api/v1/openapi.json");
  expect(response.status()).toBe(200);
  return (await response.json()) as Description;
};

/** Strict: a field that the description does not name is an error here, though clients must bear it. */
const validator = () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  return ajv.addSchema({ $id: "api", components: { schemas: generated.schemas } });
};

const schemaOf = (path: string): object => {
  const schema = (generated.answers as Record<string, object>)[path];
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;
};

test.use({ role: "admin" });

test("every route answers as its description says", async ({ request, findNodeId }) => {
  const { paths } = await describe(request);
  const node_id = await findNodeId("steady-eu");
  const ajv = validator();
  let judged = 0;
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined || !(path in generated.answers)) continue;
    const address = path.replace("{node_id}", node_id).replace("{hypertable}", "metrics").replace("{chunk}", "newest");
    const needed = get.parameters.some(({ name, required }) => name === "node" && required);
    const response = await request.get(needed ? `${address}?node=${node_id}` : address);
    expect(response.status(), address).toBe(200);
    const valid = ajv.validate(schemaOf(path), await response.json());
    expect(valid ? [] : ajv.errors?.slice(0, 3), address).toEqual([]);
    judged += 1;
  }
  expect(judged).toBe(Object.keys(generated.answers).length - 1);
  const columns = await request.get("/api/v1/storage/chunks?shape=columns&limit=3");
  expect(ajv.validate(schemaOf("/api/v1/storage/chunks"), await columns.json())).toBe(true);
  const stored = await request.post("/api/v1/ingest", { headers: { "content-type": "text/plain" }, data: "\n" });
  expect(ajv.validate(schemaOf("/api/v1/ingest"), await stored.json()), JSON.stringify(ajv.errors)).toBe(true);
});

test("every route knows the parameters of its description, and no other", async ({ request, findNodeId }) => {
  const { paths } = await describe(request);
  const node_id = await findNodeId("steady-eu");
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined) continue;
    const address = path.replace("{node_id}", node_id).replace("{hypertable}", "metrics").replace("{chunk}", "newest");
    const unknown = await request.get(`${address}?nonesuch=1`);
    expect(unknown.status(), address).toBe(400);
    const { detail } = (await unknown.json()) as { detail: string };
    const known = /Known: (.*)\.$/.exec(detail)?.[1]?.split(", ") ?? [];
    const described = get.parameters.filter((one) => one.in === "query" && one.name !== "sql").map(({ name }) => name);
    expect(known.toSorted(), address).toEqual(described.toSorted());
  }
});

test("another method is refused with what is possible", async ({ request }) => {
  const routes = listAppFiles().filter(({ kind, path }) => kind === "route" && !path.includes("[["));
  for (const { path, source } of routes.filter((route) => !route.path.startsWith("/api/auth/"))) {
    const takes = /export (?:const|async function) (GET|POST)\b/.exec(source)?.[1];
    const allow = takes === "GET" ? "GET, HEAD, OPTIONS" : "OPTIONS, POST";
    const refused = await request.fetch(path, { method: takes === "GET" ? "POST" : "GET", maxRedirects: 0 });
    expect(refused.status(), path).toBe(405);
    expect(refused.headers()).toMatchObject({ allow, "content-type": expect.stringContaining("problem+json") });
    const asked = await request.fetch(path, { method: "OPTIONS", maxRedirects: 0 });
    expect([asked.status(), asked.headers()["allow"]], path).toEqual([204, allow]);
  }
});

test.describe("an address of the API that is none", () => {
  test.use({ role: null });
  test("is 404 as a problem, to anybody and by any method", async ({ request }) => {
    const answer = { status: 404, kind: "not_found", detail: expect.stringContaining("/api/v1/openapi.json") };
    for (const path of ["/api", "/api/v1", "/api/v3/nodes", "/api/v3/%ff", "/api/v1/nodes/x/y/z"])
      for (const method of ["GET", "POST", "DELETE"]) {
        const response = await request.fetch(path, { method, maxRedirects: 0 });
        expect(response.headers()["content-type"], path).toContain("application/problem+json");
        expect(await response.json(), path).toMatchObject(answer);
      }
  });

  test("a path that cannot be decoded is no failure of the server's", async ({ request }) => {
    const headers = { authorization: `Bearer ${TEST_TOKENS.read}` };
    const node = await request.get("/api/v1/nodes/%ff/series", { headers });
    expect([400, 404]).toContain(node.status());
    const chunk = await request.get("/api/v1/storage/hypertables/%ff", { headers });
    expect(chunk.status()).toBe(404);
    const page = await request.get("/nodes/%ff", { maxRedirects: 0 });
    expect(page.status()).toBe(307);
  });
});
