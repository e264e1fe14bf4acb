import { FiberError } from "#lib/errors.ts";
import { fromProblemJson } from "#lib/problem.ts";

/** POSTs JSON to this console and returns its JSON. Throws FiberError as getJson() does. */
export async function postJson<T>(url: string, body: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
  } catch (cause) {
    throw new FiberError("internal", "The console's server does not answer.", { cause });
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw fromProblemJson(response.status, answer);
  return answer as T;
}
