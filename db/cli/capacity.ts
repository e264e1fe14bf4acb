import type { Command } from "commander";
import { print, printJson, printTable, withDatabase } from "#db/cli/context.ts";
import { getCapacityBasis } from "#db/queries/capacity.ts";
import { listForecasts } from "#db/queries/forecasts.ts";
import { answerCapacity } from "#lib/capacity-answer.ts";
import { findScenarioError } from "#lib/capacity-scenario.ts";
import type { ScenarioText } from "#lib/capacity-scenario.ts";
import { fullText, measuredText, methodText, wholeChunksText } from "#lib/capacity-words.ts";
import { formatBytes, formatDay, quantityText } from "#lib/format.ts";

const ZONE = "UTC";
/** Points of the projection that a terminal is shown. */
const LINES = 12;

const printAnswer = (answer: ReturnType<typeof answerCapacity>): void => {
  const { basis, scenario, projection, stores, disk_full } = answer;
  print(`Hot row      ${measuredText(basis.hot_bytes_per_row, "chunk", "not measured yet")} (bytes)`);
  print(`Warm row     ${measuredText(basis.warm_bytes_per_row, "chunk", "nothing compressed yet")} (bytes)`);
  print(`Nodes        ${scenario.nodes}`);
  const full = fullText(disk_full, scenario, answer.as_of, ZONE);
  print(
    `Disk full    ${scenario.disk_bytes === null ? "not known: --disk" : `${quantityText(full.quantity)}, ${full.source}`}`,
  );
  print();
  const each = Math.max(1, Math.ceil((projection.length - 1) / LINES));
  printTable(
    [`day (${ZONE})`, "low", "expected", "high"],
    projection
      .filter((_, i) => i % each === 0 || i === projection.length - 1)
      .map((day) => [
        formatDay(day.time, ZONE),
        formatBytes(day.low_bytes),
        formatBytes(day.expected_bytes),
        formatBytes(day.high_bytes),
      ]),
  );
  print();
  printTable(
    ["store", "hot then", "warm then"],
    stores.map(({ name, bytes_then: { hot, warm } }) => [name, formatBytes(hot.mid), formatBytes(warm.mid)]),
  );
  print(`\n${wholeChunksText(scenario)}\n${methodText(basis)}`);
};

/** Adds `fiber capacity`: how large the database will be, as /capacity tells it. */
export const addCapacityCommand = (program: Command): void => {
  program
    .command("capacity")
    .description("how large the database will be, from what it measures; changes nothing")
    .option("--until <day>", "a day like 2027-03-01, or a distance like 90d (default: 365d)")
    .option("--disk <size>", "size of the disk, like 500GiB: tells when it is full (default: FIBER_DISK_SIZE)")
    .option("--nodes <count>", "with so many nodes instead of those that send")
    .option("--interval <duration>", "with a measurement every 30s, 1min …")
    .option("--compress <age>", "compressed after 3d, 12h …, or never")
    .option("--retain <age>", "kept for 90d …, or never dropped")
    .option("--chunk <duration>", "with chunks of 7d, 1d …")
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...text }: ScenarioText & { json?: boolean }, command: Command) => {
      const wrong = findScenarioError(text, Date.now());
      if (wrong) command.error(wrong.message, { exitCode: 2 });
      const facts = await withDatabase(process.env, ({ connect, environment: { disk_bytes } }) =>
        connect("owner", 1)
          .transaction()
          .setAccessMode("read only")
          .execute(async (db) => ({
            basis: await getCapacityBasis(db, { disk_bytes }),
            forecasts: await listForecasts(db),
          })),
      );
      const answer = answerCapacity(facts, text);
      if (json) return printJson(answer);
      printAnswer(answer);
    });
};
