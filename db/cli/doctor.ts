import type { Command } from "commander";
import { print, printJson, withDatabase } from "#db/cli/context.ts";
import { getJudgement } from "#db/queries/advisor.ts";
import { type FindingFold, foldFindings } from "#lib/advisor/fold.ts";
import { doctorStatus, findingsSummary, runnerText } from "#lib/advisor/summary.ts";
import { formatTime } from "#lib/format.ts";
import type { Advice, Finding, JobRunner, Severity } from "#lib/model/advisor.ts";

const COLOUR: Record<Severity, string> = { critical: "31", warning: "33", notice: "36" };

/** Colour on a terminal alone, and not where NO_COLOR asks for none. */
const paint = (text: string, code: string): string =>
  process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text;

const indent = (text: string, by: string): string =>
  text
    .split("\n")
    .map((line) => `${by}${line}`)
    .join("\n");

const printTitle = ({ severity, title }: Pick<Finding, "severity" | "title">): void =>
  print(`\n${paint(severity.padEnd(8), COLOUR[severity])}  ${title}`);

const printFinding = ({ severity, title, evidence, consequence, remedy, sql }: Finding): void => {
  printTitle({ severity, title });
  for (const sentence of evidence) print(`          ${sentence}`);
  print(`          ${consequence}`);
  print(`          ${remedy}`);
  if (sql !== null && sql !== "") print(paint(indent(sql, "            "), "2"));
};

const printFold = ({ severity, title, names, consequence, remedy }: FindingFold): void => {
  printTitle({ severity, title });
  for (const text of [names, consequence, remedy]) if (text !== null) print(`          ${text}`);
};

const printSnoozed = ({ title, snooze }: Pick<Finding, "title" | "snooze">): void =>
  print(
    `snoozed   ${title} Until ${formatTime(snooze?.until ?? null, "UTC")} UTC, by ${snooze?.snoozed_by}: ${snooze?.reason}`,
  );

const printAdvice = ({ items, unjudged }: Advice, runner: JobRunner, all: boolean): void => {
  print(`${findingsSummary(items)}. Jobs: ${runnerText(runner)}.`);
  const counted = items.filter((item) => item.snooze === null);
  const lines = all ? counted : foldFindings(counted);
  for (const line of lines) {
    if ("items" in line) printFold(line);
    else printFinding(line);
  }
  if (lines.length < counted.length) print("\nEach of those that are alike, with its SQL: npx fiber doctor --all");
  const snoozed = items.filter((item) => item.snooze !== null);
  if (snoozed.length > 0) print();
  for (const line of all ? snoozed : foldFindings(snoozed)) printSnoozed(line);
  if (unjudged.length > 0) print("\nNot judged, which is not the same as good:");
  for (const { subject, reason } of unjudged) print(`  ${subject}: ${reason}`);
};

/** Adds `fiber doctor`: what the advisor found, as the pages show it; status 1 when something critical is not snoozed. */
export const addDoctorCommand = (program: Command): void => {
  program
    .command("doctor")
    .description("what is wrong with the database and its jobs, and what mends it; exit status 1 when it is critical")
    .option("--all", "print each finding by itself, also many that are alike")
    .option("--json", "print the result as JSON, each finding by itself")
    .action(async ({ all = false, json }: { all?: boolean; json?: boolean }) => {
      const { advice, jobs } = await withDatabase(process.env, ({ connect, environment: { disk_bytes } }) =>
        connect("owner", 1)
          .transaction()
          .setAccessMode("read only")
          .execute((db) => getJudgement(db, { disk_bytes })),
      );
      if (json) printJson(advice);
      else printAdvice(advice, jobs.runner, all);
      process.exitCode = doctorStatus(advice.items);
    });
};
