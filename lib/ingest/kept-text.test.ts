import { expect, test } from "vitest";
import { KEPT_TEXT_MAX_LENGTH, keptText } from "./kept-text.ts";

const TOKEN = `fbr_${"a".repeat(43)}`;

test.each([
  ["a token of the console", `m,token=${TOKEN} latency_ms=1`],
  ["a header", `Authorization: Bearer ${TOKEN}`],
  ["another's token", "Authorization: Token abcdefgh12345"],
  ["Basic", "basic dXNlcjpzZWNyZXQ="],
  ["a query", "u=telegraf&p=x&password=hunter22&db=x"],
  ["JSON", '{"node_name":"a","api_key":"hunter22","secret": "hunter22"}'],
  ["JSON in JSON", '{"x":"{\\"password\\":\\"hunter22\\"}"}'],
  ["an address", "url=http://telegraf:hunter22@192.0.2.1/x"],
])("secrets are left out: %s", (_, text) => {
  expect(keptText(text)).not.toMatch(/hunter22|aaaaaaaa|abcdefgh12345|dXNlcjpzZWNyZXQ=/);
  expect(keptText(text)).toContain("…");
});

test("an ordinary line stays as it is", () => {
  const line = "ping,url=192.0.2.1,host=edge-1 average_response_ms=23.066,percent_packet_loss=0 1795348000000000000";
  expect(keptText(line)).toBe(line);
});

test("what cannot be seen is replaced, and what is long is cut", () => {
  expect(keptText("a\0b\u202ec\ud800\td")).toBe("a\uFFFDb\uFFFDc\uFFFD\td");
  const long = keptText("\u{1F600}".repeat(10_000));
  expect(long.length).toBeLessThanOrEqual(KEPT_TEXT_MAX_LENGTH);
  expect(long.isWellFormed()).toBe(true);
  expect(long.endsWith("…")).toBe(true);
});
