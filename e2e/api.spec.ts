import { expect, routeTest as test } from "./fixtures.ts";

test("health tells whether database and console answer", async ({ request }) => {
  const response = await request.get("/api/health");
  expect(response.status()).toBe(200);
  expect(await response.json()).toMatchObject({ status: "ok", database: { reachable: true, edition: "timescale" } });
});

test("a series has the contract's shape, and its gaps are points without values", async ({ request, findNodeId }) => {
  const to = new Date();
  const from = new Date(to.getTime() - 7 * 86_400_000);
  const path = `/api/v1/nodes/${await findNodeId("gap-ap")}/series`;
  const response = await request.get(`${path}?from=${from.toISOString()}&to=${to.toISOString()}&points=200`);
  const series = await response.json();
  expect(series).toMatchObject({ source: "aggregates_hourly", bucket_seconds: 3600, time_zone: "UTC" });
  expect(series.coverage).toBeGreaterThan(0.5);
  expect(series.points.length).toBeLessThanOrEqual(200);
  const gaps = series.points.filter((point: { count: number }) => point.count === 0);
  expect(gaps.length).toBeGreaterThan(0);
  for (const gap of gaps) expect(gap).toMatchObject({ latency_ms_p50: null, uptime_pct: null, packet_loss: null });
});

test("answers travel packed where that is taken", async ({ request }) => {
  const answerTo = async (encoding: string) =>
    request.get("/api/v1/nodes", { headers: { "accept-encoding": encoding } });
  const packed = await answerTo("gzip");
  expect(packed.headers()).toMatchObject({ "content-type": "application/json", "content-encoding": "gzip" });
  expect((await packed.json()).nodes.length).toBeGreaterThan(5);
  expect((await answerTo("identity")).headers()).not.toHaveProperty("content-encoding");
});

test("equal questions of a few seconds are read once, and each asker's right is looked at", async ({
  request,
  findNodeId,
}) => {
  const node_id = await findNodeId("steady-eu");
  let path = "";
  // Two questions around the end of a window of shared reads are two reads.
  await expect(async () => {
    path = `/api/v1/nodes/${node_id}/figures?from=2026-01-01&to=${new Date(Date.now() - 60_000).toISOString()}`;
    const first = await request.get(path);
    const second = await request.get(path);
    expect(first.headers()["server-timing"]).not.toContain('"0 statements"');
    expect(second.headers()["server-timing"]).toContain('"0 statements"');
    expect(Number(second.headers().age)).toBeLessThan(7.5);
    expect((await second.json()).as_of).toBe((await first.json()).as_of);
  }).toPass();
  const stranger = await request.get(path, { headers: { authorization: "Bearer fdb_nobody", cookie: "" } });
  expect(stranger.status()).toBe(401);
});

test.describe("bad input", () => {
  const wrong: [string, number, string][] = [
    ["/api/v1/nodes?range=5m", 400, "range"],
    ["/api/v1/nodes?from=2026-02-31&to=2026-03-02", 400, "from"],
    ["/api/v1/nodes?from=2026-03-02&to=2026-03-01", 400, "to"],
    ["/api/v1/nodes?from=2026-03-01", 400, "to"],
    ["/api/v1/nodes?rnge=24h", 400, "rnge"],
    ["/api/v1/nodes?range=1h&range=6h", 400, "range"],
    ["/api/v1/nodes/NODE/series?points=0", 400, "points"],
    ["/api/v1/nodes/NODE/series?points=1e9", 400, "points"],
    ["/api/v1/nodes/NODE/series?points=%00", 400, "points"],
    ["/api/v1/nodes/NODE/series?time_zone=Mars/Olympus", 400, "time_zone"],
    ["/api/v1/nodes/NODE/series?source=nodes", 400, "source"],
    ["/api/v1/nodes/NODE/series?bucket_seconds=0", 400, "bucket_seconds"],
    ["/api/v1/nodes/NODE/series?range=90d&bucket_seconds=60", 400, "bucket_seconds"],
    ["/api/v1/nodes/NODE/series?source=aggregates_daily&bucket_seconds=3600", 400, "bucket_seconds"],
    ["/api/v1/storage/chunks?hypertable=%27%3B%20DROP%20TABLE%20nodes", 404, ""],
  ];
  for (const [path, status, field] of wrong) {
    test(`${path} is ${status}`, async ({ request, findNodeId }) => {
      const response = await request.get(path.replace("NODE", await findNodeId("steady-eu")));
      expect(response.status()).toBe(status);
      expect(response.headers()["content-type"]).toContain("application/problem+json");
      const problem = await response.json();
      expect(problem).toMatchObject({ status, ...(field ? { field } : {}) });
      expect(JSON.stringify(problem)).not.toMatch(/\bat .*\.(ts|js):/);
    });
  }
});
