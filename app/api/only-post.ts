// The other methods of a route that only takes POST: it exports them from here beside its own.
import { methodNotAllowed } from "#app/api/method-not-allowed.ts";

const { refuse, options } = methodNotAllowed("OPTIONS, POST");

export const DELETE = refuse;
export const GET = refuse;
export const HEAD = refuse;
export const PATCH = refuse;
export const PUT = refuse;
export const OPTIONS = options;
