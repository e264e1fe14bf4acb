import type { Statement } from "#lib/model/statement.ts";
import { getJson } from "./get-json.ts";

/**
 * The statements behind the answer of a route of /api/v1, executed anew for it. `path` may have parameters. Throws
 * FiberError as getJson() does.
 */
export async function getStatements(path: string, signal?: AbortSignal): Promise<Statement[]> {
  const { statements } = await getJson<{ statements: Statement[] }>(
    `${path}${path.includes("?") ? "&" : "?"}sql=1`,
    signal,
  );
  return statements;
}
