import { CompiledQuery } from "kysely";
import type { Statement } from "#lib/model/statement.ts";
import { createDatabase } from "../client.ts";
import { timeMs } from "./measure.ts";

/** Statements of the console sent anew, by the same role, one after the other and nothing else at the time. */
export type RawSql = { takes: (statements: readonly Statement[]) => Promise<number>; close: () => Promise<void> };

export const openRawSql = (url: string): RawSql => {
  const db = createDatabase({ url, access: "reader", max: 1 });
  return {
    takes: (statements) =>
      timeMs(async () => {
        for (const { sql, parameters } of statements) await db.executeQuery(CompiledQuery.raw(sql, parameters));
      }),
    close: () => db.destroy(),
  };
};
