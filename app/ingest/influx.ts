import { problemResponse } from "#app/api/problem.ts";
import type { IngestResult } from "#lib/model/ingest.ts";

/** Which InfluxDB an answer is shaped after. */
export type InfluxVersion = 1 | 2;

const CODES: Record<number, string> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  404: "not found",
  413: "request too large",
  429: "too many requests",
  503: "unavailable",
};

const ERRORS_TOLD = 5;

const answer = (version: InfluxVersion, status: number, message: string, headers: HeadersInit = {}): Response => {
  const body = version === 1 ? { error: message } : { code: CODES[status] ?? "internal error", message };
  return Response.json(body, {
    status,
    headers: {
      ...headers,
      "Cache-Control": "no-store",
      ...(version === 1 ? { "X-Influxdb-Error": message.replace(/[^ -~]/g, "?") } : {}),
    },
  });
};

/** 204, or 400 when lines were refused: the others are stored, and to send them again changes nothing. */
export const influxAnswer = (version: InfluxVersion, { rejected, errors }: IngestResult): Response => {
  if (rejected === 0) return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
  const told = errors.slice(0, ERRORS_TOLD).map(({ line, message }) => `line ${line}: ${message}`);
  return answer(version, 400, `partial write: ${told.join(" ")} dropped=${rejected}`);
};

/** Any error as InfluxDB would tell it. */
export const influxProblem = async (version: InfluxVersion, error: unknown): Promise<Response> => {
  const problem = problemResponse(error);
  const { detail } = (await problem.json()) as { detail: string };
  const headers: Record<string, string> = {};
  for (const name of ["Retry-After", "WWW-Authenticate"]) {
    const value = problem.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return answer(version, problem.status, detail, headers);
};

const passwordOf = (credentials: string): string => credentials.slice(credentials.indexOf(":") + 1);

const tokenOf = (header: string | null, query: URLSearchParams): string | null => {
  if (header === null) return query.get("p");
  const basic = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header)?.[1];
  if (basic !== undefined) return passwordOf(Buffer.from(basic, "base64").toString("utf8"));
  const pair = /^Token +(\S+:\S+) *$/i.exec(header)?.[1];
  return pair === undefined ? null : passwordOf(pair);
};

/**
 * A request for the guard in which the token stands where the guard looks for it. InfluxDB 1 knows user and password,
 * in the query (`u`, `p`), as Basic or as `Token user:password`: the password is the token.
 */
export const withCredentials = (request: Request): Request => {
  const headers = new Headers(request.headers);
  const token = tokenOf(headers.get("authorization"), new URL(request.url).searchParams);
  if (token !== null) headers.set("authorization", `Bearer ${token.replace(/[^!-~]/g, "?")}`);
  return new Request(request.url, { method: request.method, headers });
};
