import { expect, it } from "vitest";
import { listMissing } from "./sql.ts";

it("finds every query function among the samples", async () => {
  expect(await listMissing()).toEqual([]);
});
