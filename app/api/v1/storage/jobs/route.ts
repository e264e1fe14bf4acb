import { jsonRoute } from "#app/api/problem.ts";
import { sharedJudgement } from "#app/judgement.ts";
import { readParameters } from "#app/api/v1/parameters.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Every policy and job, judged by what it achieved: `{items, runner, as_of}`, as lib/model/advisor.ts tells, JobReports. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return (await sharedJudgement()).jobs;
});
