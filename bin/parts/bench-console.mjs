// The built console before DATABASE_URL, for db/bench/pages.ts. Ends with the process that started it.
import "./exit-with-parent.mjs";
import { build } from "./build.mjs";
import { killAll } from "./child.mjs";
import { explain } from "./console.mjs";
import { serve } from "./serve.mjs";

const parts = [];
process.on("exit", killAll);

try {
  await build();
  const { address } = await serve({
    environment: { host: "127.0.0.1", port: Number(process.env.PORT), demo: false },
    data_dir: process.env.FIBER_DATA_DIR ?? ".fiber",
    dev: false,
    database: { url: process.env.DATABASE_URL, embedded: false },
    secret: "a secret of the benchmarks",
    parts,
    fail: (error) => {
      explain(error);
      process.exit(1);
    },
  });
  process.send?.({ address });
} catch (error) {
  explain(error);
  process.exit(1);
}
