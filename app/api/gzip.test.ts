import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { gzipped, takesGzip } from "./gzip.ts";

test.each([
  [null, false],
  ["", false],
  ["identity", false],
  ["gzip, deflate, br, zstd", true],
  ["br;q=1.0, GZIP;q=0.8", true],
  ["gzip;q=0", false],
  ["*", true],
])("%s takes gzip: %s", (header, taken) => expect(takesGzip(header)).toBe(taken));

test("what was packed is what was said", async () => {
  const text = JSON.stringify(Array.from({ length: 1000 }, (_, i) => ({ chunk_name: `_hyper_1_${i}_chunk` })));
  const packed = await gzipped(text);
  expect(packed.byteLength).toBeLessThan(text.length / 4);
  expect(gunzipSync(packed).toString()).toBe(text);
});
