// The other methods of a route that only takes GET: it exports them from here beside its own.
import { methodNotAllowed } from "#app/api/method-not-allowed.ts";

const { refuse, options } = methodNotAllowed("GET, HEAD, OPTIONS");

export const DELETE = refuse;
export const PATCH = refuse;
export const POST = refuse;
export const PUT = refuse;
export const OPTIONS = options;
