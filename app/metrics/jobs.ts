import { Gauge } from "prom-client";
import { sharedJudgement } from "#app/judgement.ts";
import { type Collect, setAll } from "./collector.ts";

/** TimescaleDB's jobs by state, and for each whether its last run failed. */
export const collectJobs: Collect = async (registry) => {
  const jobs = (await sharedJudgement()).jobs.items;
  const registers = [registry];
  const by_state = Map.groupBy(jobs, ({ state }) => state);
  setAll(
    new Gauge({ name: "fiber_jobs", help: "Jobs of the database by state.", labelNames: ["state"], registers }),
    [...by_state].map(([state, of]) => ({ labels: { state }, value: of.length })),
  );
  setAll(
    new Gauge({
      name: "fiber_job_failing",
      help: "1: the last run of the job failed.",
      labelNames: ["job_id", "kind", "target"],
      registers,
    }),
    jobs.map(({ job_id, kind, target, state }) => ({
      labels: { job_id: String(job_id), kind, target: target ?? "" },
      value: state === "failed" ? 1 : 0,
    })),
  );
};
