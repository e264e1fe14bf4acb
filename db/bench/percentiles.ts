import { planFigures } from "#lib/resolution.ts";
import { createDatabase } from "../client.ts";
import { listPercentiles } from "../queries/percentiles.ts";
import { getRollupFacts } from "../queries/rollup-facts.ts";
import { recordStatements } from "../statements.ts";
import { type Measure, quickestOf, timeMs } from "./measure.ts";
import { openRawSql } from "./raw-sql.ts";
import { withSubject } from "./subject.ts";

const RUNS = 9;
const DAY_MS = 86_400_000;
const LIMIT_MS = 100;

/** True percentiles of every node over 24 h from hourly histograms, merged; the raw SQL is the statement by itself. */
export const benchPercentiles = (): Promise<Measure[]> =>
  withSubject(async ({ url, nodes }) => {
    const db = createDatabase({ url, access: "reader", max: 4 });
    const raw = openRawSql(url);
    try {
      // Whole hours that are materialized: what is not comes from measurements and is no matter of histograms.
      const { hourly_until } = await getRollupFacts(db, { from: new Date(), now: new Date() });
      const to = hourly_until ?? new Date();
      const range = { from: new Date(to.getTime() - DAY_MS), to };
      const plan = planFigures({
        ...range,
        hourly_until,
        daily_until: null,
        measurements_kept: true,
        expected_rows: Number.POSITIVE_INFINITY,
        exact_rows_max: 0,
      });
      const walls: number[] = [];
      const raws: number[] = [];
      const { statements } = await recordStatements(() => listPercentiles(db, plan));
      await raw.takes(statements);
      for (let run = 0; run < RUNS; run += 1) {
        walls.push(await timeMs(() => listPercentiles(db, plan)));
        raws.push(await raw.takes(statements));
      }
      return [
        {
          name: `p50, p95, p99 of each of ${nodes} nodes over 24 h, from histograms`,
          value: quickestOf(walls),
          unit: "ms",
          raw: quickestOf(raws),
          budget: { factor: 0, extra: LIMIT_MS },
        },
      ];
    } finally {
      await raw.close();
      await db.destroy();
    }
  });
