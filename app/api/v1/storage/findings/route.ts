import { jsonRoute } from "#app/api/problem.ts";
import { sharedJudgement } from "#app/judgement.ts";
import { readParameters } from "#app/api/v1/parameters.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** What the advisor found, snoozed findings last: `{items, unjudged, as_of}`, as lib/model/advisor.ts tells, Advice. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return (await sharedJudgement()).advice;
});
