import { httpStatus } from "#lib/errors.ts";
import { VERSION } from "#lib/version.ts";
import { FILE_OPERATIONS, type Operation, OPERATIONS } from "./operations.ts";
import { IN_PATH, type Parameter } from "./parameters.ts";
import generated from "./schemas.generated.json" with { type: "json" };

type Schema = Record<string, unknown>;

const PROBLEM: Schema = {
  description: "An error (RFC 9457): what was wrong, in which field and line, and what mends it.",
  type: "object",
  required: ["type", "title", "status", "detail", "kind"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    kind: { type: "string" },
    field: { type: "string" },
    line: { type: "integer" },
    remedy: { type: "string" },
  },
};

const REFUSALS = {
  [httpStatus("invalid_input")]: "The request is not right; `field` says where.",
  [httpStatus("not_signed_in")]: "Nobody is signed in, and there is no valid token.",
  [httpStatus("not_permitted")]: "The role or the token's scope does not reach.",
  [httpStatus("database_unreachable")]: "The database does not answer; Retry-After says when to ask again.",
  [httpStatus("query_timeout")]: "The query took longer than allowed.",
};

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

const asParameter = ({ name, description, schema, required = false }: Parameter, where: "query" | "path") => ({
  name,
  in: where,
  description,
  required: where === "path" || required,
  schema,
});

const answerOf = (path: string, files: readonly string[] = []) => {
  const schema = (generated.answers as Record<string, Schema>)[path];
  return {
    ...(schema && { "application/json": { schema } }),
    ...Object.fromEntries(files.map((media_type) => [media_type, {}])),
  };
};

const BODY = {
  required: true,
  description: "Measurements, as they are or gzip (Content-Encoding).",
  content: Object.fromEntries(
    ["application/json", "application/x-ndjson", "text/csv", "text/plain"].map((media_type) => [media_type, {}]),
  ),
};

const describe = ([path, { method, summary, parameters, scope, files }]: [string, Operation]) => {
  const in_path = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => asParameter(IN_PATH[name]!, "path"));
  const refusals = Object.entries(REFUSALS).map(([status, description]) => [status, problem(description)]);
  const missing = in_path.length > 0 ? [[httpStatus("not_found"), problem("There is none of that name.")]] : [];
  const operation = {
    operationId: `${method}${path.replace("/api/v1", "").replaceAll(/[{}]/g, "").replaceAll(/\W+/g, "_")}`,
    summary,
    parameters: [...in_path, ...parameters.map((one) => asParameter(one, "query"))],
    ...(method === "post" && { requestBody: BODY }),
    responses: {
      200: { description: summary, content: answerOf(path, files) },
      ...Object.fromEntries([...refusals, ...missing]),
    },
    security: scope === null ? [{ session: [] }] : [{ token: [scope] }, { session: [] }],
  };
  return [path, { [method]: operation }];
};

/** A later version may answer with more than is named, so a description says nothing against it. */
const open = (schemas: unknown): unknown =>
  JSON.parse(JSON.stringify(schemas), (key, value: unknown) => (key === "additionalProperties" ? undefined : value));

/** The description of /api/v1, OpenAPI 3.1. */
export const apiDocument = (): Record<string, unknown> => ({
  openapi: "3.1.0",
  info: {
    title: "Fiber-DB",
    version: VERSION,
    description:
      "Nodes, their measurements and the database that keeps them. Times are ISO 8601 in UTC unless a name says otherwise; units stand last in a name (latency_ms, uptime_pct); null is no sample, which is not zero. Fields may be added.",
  },
  paths: open(Object.fromEntries(Object.entries({ ...OPERATIONS, ...FILE_OPERATIONS }).map(describe))),
  components: {
    schemas: { Problem: PROBLEM, ...(open(generated.schemas) as object) },
    securitySchemes: {
      token: {
        type: "http",
        scheme: "bearer",
        description: "A token of Settings, Tokens, with the scope that is named.",
      },
      session: { type: "apiKey", in: "cookie", name: "fiber.session_token", description: "Who is signed in." },
    },
  },
});
