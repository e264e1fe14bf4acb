import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { createDatabase } from "#db/client.ts";
import { describeAggregates, describeHypertables, describeRelations } from "./describe.ts";
import { describeFunctions, describePolicies, describeRights, describeRoles } from "./describe-rights.ts";
import type { Database } from "./index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const file = fileURLToPath(new URL("schema.sql", import.meta.url));
const RENEW = "To renew: node db/schema/dump.ts";

/** SHA-256 of what decides the schema: every migration, and the declared policies. */
export const hashSources = async (): Promise<string> => {
  const migrations = (await readdir(join(root, "db/migrations"))).filter((name) => /^\d[^.]*\.ts$/.test(name));
  const hash = createHash("sha256");
  for (const path of [...migrations.toSorted().map((name) => `db/migrations/${name}`), "db/policies/declared.ts"])
    hash.update(`${path}\n`).update(await readFile(join(root, path)));
  return hash.digest("hex");
};

const section = (title: string, parts: string[], between = "\n\n"): string =>
  parts.length === 0 ? "" : `-- ${title}\n\n${parts.join(between)}\n`;

/**
 * The schema of a migrated database as text, read from its catalog: alike on every supported server. What belongs to
 * the server (versions, owner, members of roles, chunks) is not in it. Works for every role that may read the catalog.
 */
export const dumpSchema = async (db: Kysely<Database>): Promise<string> =>
  db.connection().execute(async (connection) => {
    // Definitions name a schema only where the search path does not lead.
    await sql`SELECT set_config('search_path', 'public', false)`.execute(connection);
    return [
      section("Roles", await describeRoles(connection), "\n"),
      section("Tables and views", await describeRelations(connection)),
      section("Hypertables", await describeHypertables(connection)),
      section("Continuous aggregates", await describeAggregates(connection)),
      section("Functions", await describeFunctions(connection)),
      section("Policies", await describePolicies(connection), "\n"),
      section("Rights", await describeRights(connection), "\n"),
    ]
      .filter((text) => text !== "")
      .join("\n");
  });

const HEADER = /^-- sources ([0-9a-f]{64})$/m;

/** The generated file as it stands: the hash of its sources, and the dump below its header. */
export const readSchemaFile = async (): Promise<{ hash: string | undefined; dump: string }> => {
  const text = await readFile(file, "utf8").catch(() => "");
  return { hash: HEADER.exec(text)?.[1], dump: text.slice(text.indexOf("\n\n") + 2) };
};

/** Writes the dump of a freshly migrated database to db/schema/schema.sql. */
export const writeSchemaFile = async (dump: string): Promise<void> => {
  const header = `-- Generated from the migrations and policies by db/schema/dump.ts. ${RENEW}\n-- sources ${await hashSources()}`;
  await writeFile(file, `${header}\n\n${dump}`);
};

const generate = async (): Promise<void> => {
  const [{ startEmbedded }, { migrateToLatest }, { applyPolicies }] = await Promise.all([
    import("#db/embedded/index.ts"),
    import("#db/migrations/index.ts"),
    import("#db/policies/index.ts"),
  ]);
  const data_dir = await mkdtemp(join(tmpdir(), "fiber-schema-"));
  const server = await startEmbedded({ data_dir, jobs: false });
  const db = createDatabase({ url: server.url, access: "owner", max: 2 });
  try {
    await migrateToLatest(db);
    await applyPolicies(db);
    await writeSchemaFile(await dumpSchema(db));
  } finally {
    await db.destroy();
    await server.stop();
    await rm(data_dir, { recursive: true, force: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes("--check")) await generate();
  else if ((await readSchemaFile()).hash !== (await hashSources())) {
    process.stdout.write(`db/schema/schema.sql was made from other migrations or policies. ${RENEW}\n`);
    process.exitCode = 1;
  }
}
