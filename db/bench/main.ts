import { createTestDatabase } from "../testing/index.ts";
import { benchIngest } from "./ingest.ts";
import { type Measure, misses } from "./measure.ts";
import { benchPages } from "./pages.ts";
import { benchQueries } from "./queries.ts";
import { benchStorage } from "./storage.ts";

const show = ({ value, unit, ratio, against, at_most, at_least, ...measure }: Measure) => ({
  measure: measure.name,
  value: `${Number(value.toPrecision(4))} ${unit}`,
  ratio: ratio === undefined ? "" : ratio.toFixed(2),
  wanted: at_most ? `≤ ${at_most}` : at_least ? `≥ ${at_least}` : "",
  against: against ?? "",
});

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);

const benchDatabase = async (): Promise<Measure[]> => {
  const database = await createTestDatabase();
  try {
    return [...(await benchIngest(database)), ...(await benchStorage(database.db)), ...(await benchQueries(database))];
  } finally {
    await database.drop();
  }
};

const measures = [
  ...(only === "pages" ? [] : await benchDatabase()),
  ...(only === "database" ? [] : await benchPages()),
];
const server = process.env.TEST_DATABASE_URL ? "server of TEST_DATABASE_URL" : "embedded";
if (!process.argv.includes("--json")) console.table(measures.map(show));
console.info(JSON.stringify({ server, at: new Date().toISOString(), measures }));
process.exitCode = measures.some(misses) ? 1 : 0;
