import { problemResponse } from "#app/api/problem.ts";
import { FiberError } from "#lib/errors.ts";

type Handler = (request: Request) => Response;

/** Handlers for the methods that a route does not have: 405 with Allow as RFC 9110 wants it, and OPTIONS. */
export const methodNotAllowed = (allow: string): { refuse: Handler; options: Handler } => ({
  refuse: ({ method }) => {
    const error = new FiberError("method_not_allowed", `${method} is not possible here; ${allow} is.`);
    const response = problemResponse(error);
    response.headers.set("Allow", allow);
    return response;
  },
  options: () => new Response(null, { status: 204, headers: { Allow: allow } }),
});
