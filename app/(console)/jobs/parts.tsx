import { connection } from "next/server";
import { cache } from "react";
import { settle } from "#app/settle.ts";
import { DoctorPanel } from "#components/panels/jobs/doctor-panel.client.tsx";
import { JobsPanel } from "#components/panels/jobs/jobs-panel.client.tsx";
import { getJudgement } from "#db/queries/advisor.ts";
import { reader } from "#db/server.ts";
import * as actions from "./actions.ts";

// Both panels look at one judgement, asked for once a request.
const judgement = cache(async () => {
  await connection();
  return settle(() => getJudgement(reader()));
});

export async function Doctor() {
  const { initial, initialProblem } = await judgement();
  return <DoctorPanel initial={initial?.advice} initialProblem={initialProblem} actions={{ ...actions }} />;
}

export async function Jobs() {
  const { initial, initialProblem } = await judgement();
  return <JobsPanel initial={initial?.jobs} initialProblem={initialProblem} />;
}
