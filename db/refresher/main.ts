import { setTimeout as wait } from "node:timers/promises";
import { createDatabase } from "#db/client.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import { keepForecasts } from "#db/writes/forecasts.ts";
import { refreshLate } from "#db/writes/late.ts";

/** The console's writers may not refresh aggregates; this process, which signs in as the owner, looks this often. */
const LOOK_EVERY_MS = 5_000;
const RETRY_AFTER_MS = 30_000;
/** A forecast is kept once a day; whether it is due is asked this often. */
const FORECAST_EVERY_MS = 15 * 60_000;

const ending = new AbortController();
const { signal } = ending;
const log = (line: string): void => void process.stderr.write(`refresh of late measurements: ${line}\n`);

/** Leaves the database to others for a moment behind every statement. */
const between = async (): Promise<void> => {
  await wait(20, undefined, { signal });
};

/** Keeps the day's forecast of the database's size when it is due. Failing to is no reason not to refresh. */
const createForecaster = (db: Parameters<typeof keepForecasts>[0]) => {
  let asked_at = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    if (performance.now() - asked_at < FORECAST_EVERY_MS) return;
    asked_at = performance.now();
    await keepForecasts(db).catch((error: unknown) => {
      log(`the forecast of today is not kept: ${classifyDatabaseError(error).message}`);
    });
  };
};

const main = async (): Promise<void> => {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: it names the database whose aggregates are refreshed.");
  const end = (): void => ending.abort();
  for (const event of ["SIGTERM", "SIGINT", "disconnect"]) process.on(event, end);
  const db = createDatabase({ url, access: "owner", max: 1, application_name: "fiber refresher" });
  const forecast = createForecaster(db);
  while (!signal.aborted) {
    try {
      await refreshLate(db, { between });
      await forecast();
      await wait(LOOK_EVERY_MS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) break;
      log(`${classifyDatabaseError(error).message} Trying again.`);
      await wait(RETRY_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  await db.destroy();
};

main().then(
  () => process.connected && process.disconnect(),
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
