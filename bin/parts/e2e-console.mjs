// The console that Playwright tests: a fresh test database with a made fleet, and the built console before it.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { serve } from "./serve.mjs";
import { build } from "./build.mjs";
import { killAll } from "./child.mjs";
import { explain, say } from "./console.mjs";
import { root } from "./node.mjs";
import { freePort } from "./port.mjs";
import { startRefresher } from "./refresher.mjs";

// Everything printed is kept: e2e/log.spec.ts looks for secrets in it.
const kept = path.join(root, "test-results/console.log");
mkdirSync(path.dirname(kept), { recursive: true });
writeFileSync(kept, "");
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...rest) => {
    appendFileSync(kept, chunk);
    return write(chunk, ...rest);
  };
}

// Playwright asks its children for colours that its own log does not show.
delete process.env.FORCE_COLOR;

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
  const fleet = await insertTestFleet(database.db);
  // The probes go on sending: who is online stays online, however long the tests take.
  const probes = setInterval(() => void fleet.advance().catch(explain), 5_000);
  parts.push({ stop: async () => clearInterval(probes) });
  await insertTestPeople(database.db);
  // The child that serves inherits these: the console as behind an address of its own, with a provider beside passwords.
  const console_url = `http://127.0.0.1:${process.env.PORT}`;
  const { PROVIDER_CLIENT, PROVIDER_ROLES, startProvider } = await import("../../db/testing/provider.ts");
  const provider = await startProvider(await freePort(), `${console_url}/api/auth/callback/oidc`);
  parts.push({ stop: async () => provider.stop() });
  Object.assign(process.env, {
    FIBER_PUBLIC_URL: console_url,
    FIBER_OIDC_ISSUER: provider.issuer,
    FIBER_OIDC_CLIENT_ID: PROVIDER_CLIENT.client_id,
    FIBER_OIDC_CLIENT_SECRET: PROVIDER_CLIENT.client_secret,
    FIBER_OIDC_NAME: "Corp",
    FIBER_OIDC_ROLE_CLAIM: PROVIDER_ROLES.claim,
    FIBER_OIDC_ROLE_MAP: PROVIDER_ROLES.map,
  });
  startRefresher(database.url, parts);
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
