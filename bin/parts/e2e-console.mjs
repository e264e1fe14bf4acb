// The console that Playwright tests: a fresh test database with a made fleet, and the built console before it.
import { serve } from "./serve.mjs";
import { build } from "./build.mjs";
import { killAll } from "./child.mjs";
import { explain, say } from "./console.mjs";

const parts = [];
let leaving;

const leave = (status) => {
  leaving ??= (async () => {
    for (const part of parts.toReversed()) await part.stop().catch(explain);
    process.exit(status);
  })();
  return leaving;
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void leave(0));
process.on("exit", killAll);

try {
  await build();
  const { createTestDatabase, insertTestFleet, insertTestPeople } = await import("../../db/testing/index.ts");
  const database = await createTestDatabase({ policies: true });
  parts.push({ stop: database.drop });
  await insertTestFleet(database.db);
  await insertTestPeople(database.db);
  const { address } = await serve({
    environment: { host: "127.0.0.1", port: Number(process.env.PORT), demo: false },
    data_dir: process.env.FIBER_DATA_DIR ?? ".fiber",
    dev: false,
    database: { url: database.url, embedded: process.env.TEST_DATABASE_URL === undefined },
    secret: "a secret of the browser tests",
    parts,
    fail: (error) => {
      explain(error);
      return leave(1);
    },
  });
  say(`The console under test is ready at ${address}`);
} catch (error) {
  explain(error);
  await leave(1);
}
