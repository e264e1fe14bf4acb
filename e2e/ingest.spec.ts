import { gzipSync } from "node:zlib";
import { InfluxDB, Point } from "@influxdata/influxdb-client";
import type { APIRequestContext } from "@playwright/test";
import { TEST_TOKENS } from "#db/testing/credentials.ts";
import { expect, routeTest as test } from "./fixtures.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const machine = bearer(TEST_TOKENS.ingest);

/** What InfluxDB's client writes. */
const DAY = { start: Math.floor(Date.now() / 3_600_000) * 3_600_000 - 86_400_000, points: 288, step_ms: 300_000 };

/** Figures of a node as the console answers them, once there are any. */
const countOf = async (request: APIRequestContext, node_name: string, from: number, to: number): Promise<number> => {
  const { nodes } = await (await request.get("/api/v1/nodes")).json();
  const node = (nodes as { node_id: string; node_name: string }[]).find((one) => one.node_name === node_name);
  if (!node) return 0;
  const query = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const { points } = await (await request.get(`/api/v1/nodes/${node.node_id}/series?${query}`)).json();
  return (points as { count: number }[]).reduce((sum, point) => sum + point.count, 0);
};

test.describe("POST /api/v1/ingest", () => {
  test.use({ role: null });

  const now = Date.now() - 60_000;
  const row = (node_name: string, more: object = {}) => ({ time: now, node_name, latency_ms: 12.5, ...more });
  const bodies: [string, string, string | Buffer, Record<string, string>?][] = [
    ["a JSON array", "application/json", JSON.stringify([row("json-a"), row("json-a", { latency_ms: -1 })])],
    ["NDJSON", "application/x-ndjson", `${JSON.stringify(row("nd-a"))}\n${JSON.stringify(row("nd-a", { x: 1 }))}\n`],
    ["CSV", "text/csv", `latency_ms,time,node_name\n12.5,${now},csv-a\nNaN,${now},csv-a\n`],
    [
      "line protocol",
      "text/plain",
      `ping,url=lp-a average_response_ms=12.5 ${now}000000\nping,url=lp-a average_response_ms="x"`,
    ],
    [
      "NDJSON in gzip",
      "application/x-ndjson",
      gzipSync(`${JSON.stringify(row("gz-a"))}\n{"time":`),
      { "content-encoding": "gzip" },
    ],
    [
      "Atlas results",
      "application/json",
      JSON.stringify([
        { prb_id: 4711, type: "ping", timestamp: Math.floor(now / 1000), sent: 3, rcvd: 3, avg: 9.5 },
        { prb_id: "x" },
      ]),
    ],
  ];
  for (const [name, type, data, headers] of bodies) {
    test(`${name}: good lines are stored once, bad ones named`, async ({ request }) => {
      const post = async () => {
        const options = { headers: { ...machine, "content-type": type, ...headers }, data };
        const response = await request.post("/api/v1/ingest", options);
        expect(response.status()).toBe(200);
        return response.json();
      };
      const first = await post();
      expect(first).toMatchObject({ accepted: 1, duplicates: 0, rejected: 1, nodes_created: 1 });
      const named = { line: expect.any(Number), field: expect.any(String), message: expect.stringMatching(/\.$/) };
      expect(first.errors).toMatchObject([named]);
      expect(await post()).toMatchObject({ accepted: 0, duplicates: 1, rejected: 1, nodes_created: 0 });
    });
  }

  test("on_conflict=update replaces, and a restricted token writes its nodes alone", async ({ request }) => {
    const options = (token: string, data: object[]) => ({
      headers: { ...bearer(token), "content-type": "application/json" },
      data,
    });
    const time = now - 1234;
    const mine = options(TEST_TOKENS.one_node, [
      { time, node_name: "steady-eu", latency_ms: 1 },
      { time, node_name: "lossy-us", latency_ms: 1 },
    ]);
    const result = await (await request.post("/api/v1/ingest", mine)).json();
    expect(result).toMatchObject({ accepted: 1, rejected: 1, errors: [{ line: 2, field: "node_name" }] });
    const again = options(TEST_TOKENS.ingest, [{ time, node_name: "steady-eu", latency_ms: 2 }]);
    expect(await (await request.post("/api/v1/ingest", again)).json()).toMatchObject({ duplicates: 1 });
    const replaced = await request.post("/api/v1/ingest?on_conflict=update", again);
    expect(await replaced.json()).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  const wrong: [string, string, string | Buffer, Record<string, string>, number][] = [
    ["an unknown type", "", "x", { "content-type": "image/png" }, 400],
    ["an unknown format", "?format=xml", "x", { "content-type": "text/plain" }, 400],
    ["an unknown parameter", "?formt=csv", "x", { "content-type": "text/plain" }, 400],
    ["a wrong precision", "?precision=d", "x", { "content-type": "text/plain" }, 400],
    ["a wrong on_conflict", "?on_conflict=merge", "x", { "content-type": "text/plain" }, 400],
    ["a CSV without a header", "", "1,2,3", { "content-type": "text/csv" }, 400],
    ["an empty CSV", "", "", { "content-type": "text/csv" }, 400],
    ["no gzip", "", "abc", { "content-type": "text/plain", "content-encoding": "gzip" }, 400],
    [
      "half a gzip",
      "",
      gzipSync("m,host=a latency_ms=1").subarray(0, 20),
      { "content-type": "text/plain", "content-encoding": "gzip" },
      400,
    ],
    ["another encoding", "", "abc", { "content-type": "text/plain", "content-encoding": "br" }, 400],
  ];
  for (const [name, query, data, headers, status] of wrong) {
    test(`${name} is ${status}`, async ({ request }) => {
      const response = await request.post(`/api/v1/ingest${query}`, { headers: { ...machine, ...headers }, data });
      expect(response.status()).toBe(status);
      expect(response.headers()["content-type"]).toContain("application/problem+json");
    });
  }

  test("junk of any format is no failure of ours", async ({ request }) => {
    const junk = [
      "",
      "\0\0",
      "[[[",
      '{"a":',
      '\u{1F600},=\\ \n"',
      "a".repeat(200_000),
      "null",
      'time,node_name,latency_ms\n"\n',
    ];
    for (const format of ["csv", "ndjson", "json", "influx", "atlas", "fping"]) {
      for (const data of junk) {
        const response = await request.post(`/api/v1/ingest?format=${format}`, {
          headers: machine,
          data: Buffer.from(data),
        });
        expect([200, 400], `${format} ${data.slice(0, 10)}`).toContain(response.status());
      }
    }
  });
});

test.describe("InfluxDB", () => {
  test.use({ role: null });
  const line = (node: string, at = Date.now()) =>
    `ping,url=${node},region=eu average_response_ms=5.5,percent_packet_loss=0 ${at}`;

  test("1: user and password, Basic, or a header; 204 and 400 with its JSON", async ({ request }) => {
    const basic = Buffer.from(`anyone:${TEST_TOKENS.ingest}`).toString("base64");
    const ways: [string, Record<string, string>][] = [
      [`&u=anyone&p=${TEST_TOKENS.ingest}`, {}],
      ["", { authorization: `Basic ${basic}` }],
      ["", { authorization: `Token anyone:${TEST_TOKENS.ingest}` }],
      ["", { authorization: `Token ${TEST_TOKENS.ingest}` }],
    ];
    for (const [query, headers] of ways) {
      const url = `/write?db=telegraf&precision=ms${query}`;
      const response = await request.post(url, { headers, data: line("v1-a") });
      expect(response.status()).toBe(204);
      expect(await response.text()).toBe("");
    }
    const partial = await request.post("/write?precision=ms", {
      headers: { authorization: `Basic ${basic}` },
      data: `${line("v1-b")}\ncpu,host=a usage=1\n`,
    });
    expect(partial.status()).toBe(400);
    expect(await partial.json()).toEqual({ error: expect.stringMatching(/^partial write: line 2: .* dropped=1$/) });
    const refused = await request.post("/write?u=a&p=b", { data: line("v1-a") });
    expect(refused.status()).toBe(401);
    expect(await refused.json()).toEqual({ error: expect.any(String) });
  });

  test("2: a partial write and a wrong precision have its JSON", async ({ request }) => {
    const headers = { authorization: `Token ${TEST_TOKENS.ingest}` };
    const url = "/api/v2/write?org=o&bucket=b";
    const partial = await request.post(`${url}&precision=ms`, { headers, data: `${line("v2-a")}\njunk` });
    expect(partial.status()).toBe(400);
    expect(await partial.json()).toMatchObject({ code: "invalid", message: expect.stringContaining("dropped=1") });
    expect((await request.post(`${url}&precision=d`, { headers, data: "x" })).status()).toBe(400);
    const none = await request.post(url, { data: line("v2-a") });
    expect([none.status(), (await none.json()).code]).toEqual([401, "unauthorized"]);
  });

  test("its own JavaScript client writes a day of a thousand nodes", async ({ baseURL }) => {
    test.setTimeout(240_000);
    const failures: unknown[] = [];
    const client = new InfluxDB({ url: baseURL ?? "", token: TEST_TOKENS.ingest, timeout: 60_000 });
    const writer = client.getWriteApi("org", "bucket", "ms", {
      batchSize: 20_000,
      flushInterval: 0,
      maxRetries: 0,
      writeFailed: (error) => void failures.push(error),
    });
    // Every five minutes: 288,000 points, as bodies of 10,000 one behind the other.
    for (let at = 0; at < DAY.points; at += 1) {
      for (let node = 0; node < 1_000; node += 1) {
        const point = new Point("ping")
          .tag("url", `fleet-${node}.example`)
          .tag("region", `r ${node % 10}`)
          .floatField("average_response_ms", 10 + (node % 50) + at / 100)
          .intField("result_code", 0)
          .timestamp(DAY.start + at * DAY.step_ms);
        writer.writePoint(point);
      }
      if (at % 10 === 9) await writer.flush();
    }
    await writer.close();
    expect(failures).toEqual([]);
  });
});

test.describe("what was written", () => {
  test("by InfluxDB's client is all there", async ({ request }) => {
    for (const node of ["fleet-0.example", "fleet-499.example", "fleet-999.example"])
      expect(await countOf(request, node, DAY.start, DAY.start + 86_400_000)).toBe(DAY.points);
  });

  test("is seen by people, late rows in the aggregates too", async ({ request, playwright, baseURL }) => {
    const writer = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
    const day = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 40 * 86_400_000;
    const data = Array.from({ length: 30 }, (_, at) => ({
      time: day + at * 60_000,
      node_name: "late-rows",
      latency_ms: 5,
    }));
    const sent = await writer.post("/api/v1/ingest", { headers: machine, data });
    expect(await sent.json()).toMatchObject({ accepted: 30 });
    await writer.dispose();
    await expect
      .poll(() => countOf(request, "late-rows", day - 30 * 86_400_000, day + 35 * 86_400_000), { timeout: 30_000 })
      .toBe(30);
  });
});
