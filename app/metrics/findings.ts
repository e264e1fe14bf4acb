import { Gauge } from "prom-client";
import { sharedJudgement } from "#app/judgement.ts";
import { countFindings } from "#lib/advisor/summary.ts";
import { type Collect, setAll } from "./collector.ts";

/** What the advisor found: how many by severity, snoozed ones apart, and each finding by itself. */
export const collectFindings: Collect = async (registry) => {
  const { items } = (await sharedJudgement()).advice;
  const registers = [registry];
  const counts = countFindings(items);
  setAll(
    new Gauge({
      name: "fiber_findings",
      help: "Findings of the advisor by severity; snoozed ones are counted as snoozed alone.",
      labelNames: ["severity"],
      registers,
    }),
    Object.entries(counts).map(([severity, value]) => ({ labels: { severity }, value })),
  );
  setAll(
    new Gauge({
      name: "fiber_finding",
      help: "1: the advisor finds this; 0: it does, and somebody snoozed it.",
      labelNames: ["rule", "subject", "severity"],
      registers,
    }),
    items.map(({ rule, subject, severity, snooze }) => ({
      labels: { rule, subject, severity },
      value: snooze ? 0 : 1,
    })),
  );
};
