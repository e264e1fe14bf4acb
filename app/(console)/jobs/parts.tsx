import { connection } from "next/server";
import { sharedJudgement } from "#app/judgement.ts";
import { settle } from "#app/settle.ts";
import { DoctorPanel } from "#components/panels/jobs/doctor-panel.client.tsx";
import { JobsPanel } from "#components/panels/jobs/jobs-panel.client.tsx";
import { replicaExpected } from "#db/server.ts";
import * as actions from "./actions.ts";

const judgement = async () => {
  await connection();
  return settle(sharedJudgement);
};

export async function Doctor() {
  const { initial, initialProblem } = await judgement();
  return <DoctorPanel initial={initial?.advice} initialProblem={initialProblem} actions={{ ...actions }} />;
}

export async function Jobs() {
  const { initial, initialProblem } = await judgement();
  return <JobsPanel initial={initial?.jobs} initialProblem={initialProblem} with_replica={replicaExpected()} />;
}
