import { FiberError } from "#lib/errors.ts";
import { fromProblemJson } from "#lib/problem.ts";

const PATIENCE_MS = 20_000;

/**
 * The JSON of a GET to this console. Throws FiberError: the server's own problem, or `internal` when the server itself
 * could not be reached or answered something that is not JSON. `signal` cancels it.
 */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept: "application/json" },
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new FiberError("internal", "The console's server does not answer.", { cause });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw fromProblemJson(response.status, body);
  if (body === undefined) throw new FiberError("internal", "The console's server answered something that is not JSON.");
  return body as T;
}
