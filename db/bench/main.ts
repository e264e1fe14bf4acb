import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { benchFleetSize } from "./fleet-size.ts";
import { benchIngest } from "./ingest.ts";
import { lineOf, type Measure, shownLine } from "./measure.ts";
import { benchPages } from "./pages.ts";
import { benchPercentiles } from "./percentiles.ts";
import { benchStorage } from "./storage.ts";
import { benchViewers } from "./viewers.ts";

const onFresh = async (bench: (database: TestDatabase) => Promise<Measure[]>): Promise<Measure[]> => {
  const database = await createTestDatabase();
  try {
    return await bench(database);
  } finally {
    await database.drop();
  }
};

/** What can be measured by itself, in the order in which it is. */
const PARTS: Record<string, () => Promise<Measure[]>> = {
  ingest: () => onFresh(benchIngest),
  storage: () => onFresh(({ db }) => benchStorage(db)),
  percentiles: benchPercentiles,
  pages: benchPages,
  viewers: benchViewers,
  "fleet-size": () => onFresh(benchFleetSize),
};

const wrongUsage = (message: string): never => {
  process.stderr.write(`${message}\nUsage: npm run bench -- [--only ${Object.keys(PARTS).join("|")}[,…]] [--json]\n`);
  process.exit(2);
};

/** The parts that are asked for (`--only a,b`, `--only=a --only=b`), all when none is, and whether the table is wanted. */
const readArguments = (words: string[]): { parts: string[]; with_table: boolean } => {
  const rest = words.flatMap((word) => word.split("="));
  const parts: string[] = [];
  let with_table = true;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--json") with_table = false;
    else if (word === "--only") parts.push(...(rest.shift() ?? "").split(","));
    else wrongUsage(`${word} is not an option.`);
  }
  for (const part of parts) if (!(part in PARTS)) wrongUsage(`"${part}" is not a part of the bench.`);
  return { parts: parts.length > 0 ? parts : Object.keys(PARTS), with_table };
};

const { parts, with_table } = readArguments(process.argv.slice(2));
const lines = [];
for (const part of parts) {
  for (const measure of await PARTS[part]!()) lines.push(lineOf(part, measure));
}
const server = process.env.TEST_DATABASE_URL ? "server of TEST_DATABASE_URL" : "embedded";
if (with_table) console.table(lines.map(shownLine));
console.info(JSON.stringify({ server, at: new Date().toISOString(), lines }));
process.exitCode = lines.some(({ verdict }) => verdict === "missed") ? 1 : 0;
