import { readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import type { Database } from "#db/schema/index.ts";
import { tidySql } from "#lib/sql-text.ts";
import { answers, type Sample, samples, seenThrough } from "./sql-samples.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** A Kysely that runs nothing: it notes each statement and answers as `answers` tells. */
const createRecorder = (): { db: Kysely<Database>; statements: string[] } => {
  const statements: string[] = [];
  const connection: DatabaseConnection = {
    executeQuery: async <R>({ sql }: CompiledQuery) => {
      statements.push(sql);
      return { rows: (answers.find(({ has }) => sql.includes(has))?.rows ?? []) as R[] };
    },
    // oxlint-disable-next-line require-yield
    streamQuery: async function* () {
      throw new Error("The recorder does not stream.");
    },
  };
  class Recorder extends DummyDriver {
    override acquireConnection = async () => connection;
  }
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new Recorder(),
      createIntrospector: (instance) => new PostgresIntrospector(instance),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return { db, statements };
};

type Recorded = { subject: string; name: string; texts: string[] };

const record = async (subject: string, name: string, call: Sample): Promise<Recorded> => {
  const { db, statements } = createRecorder();
  try {
    await call(db);
  } catch (error) {
    throw new Error(`The sample ${name} of db/queries/sql-samples.ts failed.`, { cause: error });
  }
  return { subject, name, texts: [...new Set(statements.map(tidySql))] };
};

/** A file of one subject. A statement that stands elsewhere, alone or further up, is named instead of repeated. */
const print = (subject: string, own: Recorded[], alone: Map<string, Recorded>): string => {
  const parts = [`-- Generated from db/queries/${subject}.ts. To renew: node db/queries/sql.ts`];
  const above = new Map<string, string>();
  for (const { name, texts } of own) {
    parts.push(`-- ${name}`);
    for (const text of texts) {
      const known = alone.get(text);
      if (known && known.name !== name) parts.push(`-- as ${known.name} in ${known.subject}.sql`);
      else parts.push(above.has(text) ? `-- as in ${above.get(text)}` : `${text};`);
      if (!above.has(text)) above.set(text, name);
    }
  }
  return `${parts.join("\n\n")}\n`;
};

const QUERY = /^(list|get|find|count)[A-Z]/;

/** Exported query functions that have no sample, as lines that say what to do. */
export const listMissing = async (): Promise<string[]> => {
  const files = (await readdir(folder)).filter((name) => /^[a-z-]+\.ts$/.test(name) && !name.startsWith("sql"));
  const missing: string[] = [];
  for (const file of files) {
    const subject = basename(file, ".ts");
    const exported = Object.keys((await import(pathToFileURL(folder + file).href)) as object);
    const sampled = new Set(Object.keys(samples[subject] ?? {}).map((name) => name.split(" ")[0]));
    for (const name of exported.filter((key) => QUERY.test(key) && !sampled.has(key) && !(key in seenThrough)))
      missing.push(`${name} of db/queries/${file} has no sample. Add a line to db/queries/sql-samples.ts.`);
  }
  return missing;
};

/** The file of every subject, by its name. */
export const generateSql = async (): Promise<Map<string, string>> => {
  const recorded: Recorded[] = [];
  for (const [subject, calls] of Object.entries(samples))
    for (const [name, call] of Object.entries(calls)) recorded.push(await record(subject, name, call));
  const alone = new Map<string, Recorded>();
  for (const sample of recorded) {
    const [text, ...more] = sample.texts;
    if (text !== undefined && more.length === 0 && !alone.has(text)) alone.set(text, sample);
  }
  return new Map(
    Object.keys(samples).map((subject) => [
      `${subject}.sql`,
      print(
        subject,
        recorded.filter((sample) => sample.subject === subject),
        alone,
      ),
    ]),
  );
};

const firstDifference = (expected: string, found: string): string => {
  const [wanted, there] = [expected.split("\n"), found.split("\n")];
  const at = wanted.findIndex((line, index) => line !== there[index]);
  const line = at === -1 ? wanted.length : at;
  return `line ${line + 1}: the file has ${JSON.stringify(there[line] ?? "nothing")}, the code makes ${JSON.stringify(wanted[line] ?? "nothing")}`;
};

/** Files that are not what the code makes, as lines that say where. */
export const listDrift = async (): Promise<string[]> => {
  const expected = await generateSql();
  const present = (await readdir(folder)).filter((name) => name.endsWith(".sql"));
  const drift = present.filter((name) => !expected.has(name)).map((name) => `db/queries/${name}: nothing makes it.`);
  for (const [name, text] of expected) {
    if (!present.includes(name)) drift.push(`db/queries/${name}: is missing.`);
    else {
      const found = await readFile(folder + name, "utf8");
      if (found !== text) drift.push(`db/queries/${name}: ${firstDifference(text, found)}`);
    }
  }
  return drift;
};

const write = async (): Promise<void> => {
  const expected = await generateSql();
  for (const name of await readdir(folder))
    if (name.endsWith(".sql") && !expected.has(name)) await unlink(folder + name);
  for (const [name, text] of expected) await writeFile(folder + name, text);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes("--check");
  if (!check) await write();
  const findings = [...(await listMissing()), ...(check ? await listDrift() : [])];
  for (const finding of findings) process.stdout.write(`${finding}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
