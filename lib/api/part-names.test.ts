import { describe, expect, test } from "vitest";
import { chunkQuery, chunksQuery, findingsQuery, growthQuery, layoutQuery, lifecycleQuery } from "./storage.ts";
import { partName, partsText } from "./part-names.ts";

describe("the part of a page that a query answers for", () => {
  test.each([
    [growthQuery().queryKey, "Growth"],
    [findingsQuery().queryKey, "Doctor"],
    [lifecycleQuery("growth").queryKey, "Lifecycle"],
    [layoutQuery("metrics").queryKey, "Layout"],
    [chunksQuery("metrics").queryKey, "Chunks"],
    [chunkQuery("metrics", "_hyper_1_1_chunk").queryKey, "Chunks"],
    [["nodes", "0000", "jitter", "range=24h"], "Jitter"],
    [["fleet", "range=24h"], "Fleet"],
    [["unheard", "of"], "Another part"],
  ])("%j", (key, name) => expect(partName(key)).toBe(name));

  test("two are named, of more the first", () => {
    expect(partsText(["Growth"])).toBe("Growth");
    expect(partsText(["Growth", "Server", "Growth"])).toBe("Growth and Server");
    expect(partsText(["Growth", "Server", "Doctor"])).toBe("Growth and 2 more parts");
  });
});
