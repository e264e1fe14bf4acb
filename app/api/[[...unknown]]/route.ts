import { problemResponse } from "#app/api/problem.ts";
import { notFound } from "#lib/errors.ts";

export const dynamic = "force-dynamic";

/** Every address below /api that is none: who asks the API gets an answer of the API, not a page. */
const answer = (): Response =>
  problemResponse(notFound("There is nothing at this address. GET /api/v1/openapi.json tells what there is."));

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
export const OPTIONS = answer;
