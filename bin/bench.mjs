// npm run bench: benchmarks as a table and as JSON, on the server of TEST_DATABASE_URL or else on the embedded one.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../db/bench/main.ts", import.meta.url));
const { status } = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: "inherit" });
process.exit(status ?? 1);
