import { problemResponse } from "#app/api/problem.ts";
import { requireApi } from "#app/guard.ts";
import { isLoopback } from "#app/request.ts";
import { scrape } from "./scrape.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Figures for Prometheus: to this machine itself, or to a token of scope `read`. */
export const GET = async (request: Request): Promise<Response> => {
  try {
    if (!isLoopback(request.headers)) await requireApi(request, { scope: "read" });
    const { content_type, text } = await scrape();
    return new Response(text, { headers: { "Content-Type": content_type, "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
};
