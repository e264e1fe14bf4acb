import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { apiDocument } from "./document.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** The description of this API: OpenAPI 3.1. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return apiDocument();
});
