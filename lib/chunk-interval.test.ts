import { describe, expect, test } from "vitest";
import { adviseInterval } from "./chunk-interval.ts";

const GIB = 1024 ** 3;
const DAY = 86_400;

const advise = (
  index_bytes: number | null,
  change: { others?: number; interval?: number | null; chunks?: number } = {},
) =>
  adviseInterval({
    memory: {
      shared_buffers_bytes: 4 * GIB,
      whole_chunk_index_bytes: index_bytes,
      whole_chunk_seconds: 7 * DAY,
      other_active_index_bytes: change.others ?? 0,
      other_active_count: change.others ? 2 : 0,
    },
    chunk_interval_seconds: change.interval === undefined ? 7 * DAY : change.interval,
    chunk_count: change.chunks ?? 13,
  });

describe("the chunk interval", () => {
  test("that fits is kept", () => {
    expect(advise(1 * GIB)).toMatchObject({ verdict: "keep", suggested_seconds: null, chunk_index_bytes: 1 * GIB });
  });

  test("that outgrows the memory becomes the longest that fits", () => {
    expect(advise(14 * GIB)).toMatchObject({ verdict: "shorter", suggested_seconds: 2 * DAY });
    expect(advise(3.5 * GIB, { others: 2 * GIB })).toMatchObject({ verdict: "shorter", suggested_seconds: 2 * DAY });
  });

  test("that makes thousands of small chunks becomes longer", () => {
    expect(advise(7_000_000, { interval: 3600, chunks: 4000 })).toMatchObject({
      verdict: "longer",
      suggested_seconds: 12 * 3600,
    });
  });

  test("is not judged by guesses", () => {
    expect(advise(null).verdict).toBe("unknown");
    expect(advise(1, { interval: null }).reasons[0]).toContain("integer");
  });
});
