import type { APIRequestContext } from "@playwright/test";
import { TEST_TOKENS } from "#db/testing/credentials.ts";
import { expect, routeTest as test } from "./fixtures.ts";

type Sample = { name: string; labels: Record<string, string>; value: number };
type Exposition = { types: Map<string, string>; samples: Sample[] };

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (NaN|[+-]?Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

const labelsOf = (text: string): Record<string, string> => {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const match = LABEL.exec(text);
    if (!match) throw new Error(`No labels: ${text}`);
    labels[match[1] as string] = (match[2] as string).replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
  }
  return labels;
};

const familyOf = (name: string, types: Map<string, string>): string => {
  const family = name.replace(/_(bucket|sum|count)$/, "");
  return types.get(family) === "histogram" ? family : name;
};

/** Reads the text format of Prometheus, and refuses what its own parser refuses: no type, a repeated family or sample. */
const parse = (text: string): Exposition => {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  for (const line of text.split("\n").filter((one) => one !== "" && !one.startsWith("# HELP "))) {
    const type = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line);
    if (type) {
      if (types.has(type[1] as string)) throw new Error(`Twice: ${line}`);
      types.set(type[1] as string, type[2] as string);
      continue;
    }
    const match = LINE.exec(line);
    if (!match) throw new Error(`Not a sample: ${line}`);
    const [, name = "", labels = "", value = ""] = match;
    if (!types.has(familyOf(name, types))) throw new Error(`No type: ${line}`);
    if (seen.has(`${name}{${labels}`)) throw new Error(`Twice: ${line}`);
    seen.add(`${name}{${labels}`);
    samples.push({ name, labels: labelsOf(labels), value: Number(value.replace("Inf", "Infinity")) });
  }
  if (!text.endsWith("\n")) throw new Error("The last line does not end.");
  return { types, samples };
};

const scrape = async (request: APIRequestContext): Promise<Exposition> => {
  const response = await request.get("/metrics");
  expect(response.status()).toBe(200);
  expect(response.headers()["content-type"]).toContain("text/plain; version=0.0.4");
  return parse(await response.text());
};

const valueOf = ({ samples }: Exposition, name: string, labels: Record<string, string> = {}): number | undefined =>
  samples.find(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;

const SENDER = { source: "token", name: "test ingest" };
const REFUSED = { ...SENDER, field: "latency_ms", reason: "out_of_range" };

test.use({ role: null });

test("what a token sends is counted: rows, refused lines by reason, batches, lag as a histogram that adds up", async ({
  request,
}) => {
  const before = await scrape(request);
  const was = (name: string, labels: Record<string, string> = SENDER) => valueOf(before, name, labels) ?? 0;
  const now = Date.now() - 1_000;
  const rows = [12, 13, -1].map((latency_ms, at) =>
    JSON.stringify({ time: now - at, node_name: "scraped", latency_ms }),
  );
  const response = await request.post("/api/v1/ingest", {
    headers: { authorization: `Bearer ${TEST_TOKENS.ingest}`, "content-type": "application/x-ndjson" },
    data: [...rows, rows[0]].join("\n"),
  });
  expect(await response.json()).toMatchObject({ accepted: 2, duplicates: 1, rejected: 1 });
  await expect
    .poll(async () => valueOf(await scrape(request), "fiber_ingest_rejected_lines_total", REFUSED))
    .toBeGreaterThan(was("fiber_ingest_rejected_lines_total", REFUSED));
  const after = await scrape(request);
  expect(valueOf(after, "fiber_ingest_accepted_rows_total", SENDER)).toBeGreaterThanOrEqual(
    was("fiber_ingest_accepted_rows_total") + 2,
  );
  expect(valueOf(after, "fiber_ingest_duplicate_rows_total", SENDER)).toBeGreaterThan(
    was("fiber_ingest_duplicate_rows_total"),
  );
  const lags = after.samples.filter(
    ({ name, labels }) => name === "fiber_ingest_lag_seconds_bucket" && labels.name === SENDER.name,
  );
  expect(lags.at(-1)?.labels.le).toBe("+Inf");
  expect(lags.map(({ value }) => value)).toEqual(lags.map(({ value }) => value).toSorted((a, b) => a - b));
  expect(lags.at(-1)?.value).toBe(valueOf(after, "fiber_ingest_lag_seconds_count", SENDER));
});

test("the console, its database, nodes, storage and jobs are told", async ({ request }) => {
  const told = await scrape(request);
  expect(valueOf(told, "fiber_build_info")).toBe(1);
  expect(valueOf(told, "fiber_database_up")).toBe(1);
  expect(valueOf(told, "fiber_nodes", { status: "never" })).toBeGreaterThanOrEqual(1);
  expect(valueOf(told, "fiber_database_bytes")).toBeGreaterThan(1_000_000);
  expect(valueOf(told, "fiber_hypertable_chunks", { hypertable: "public.metrics" })).toBeGreaterThanOrEqual(1);
  expect(told.samples.filter(({ name }) => name === "fiber_job_failing").length).toBeGreaterThan(0);
  expect(told.samples.filter(({ name, value }) => name === "fiber_collector_success" && value !== 1)).toEqual([]);
});

test("what the advisor finds is told, one sample a finding, as its route tells it", async ({ request }) => {
  const told = await scrape(request);
  const response = await request.get("/api/v1/storage/findings", {
    headers: { authorization: `Bearer ${TEST_TOKENS.read}` },
  });
  const { items } = (await response.json()) as {
    items: { rule: string; subject: string; severity: string; snooze: object | null }[];
  };
  expect(items.length).toBeGreaterThan(0);
  const labels = ({ rule, subject, severity }: Record<string, unknown>) => `${rule} ${subject} ${severity}`;
  const samples = told.samples.filter(({ name }) => name === "fiber_finding");
  expect(samples.map((sample) => labels(sample.labels)).toSorted()).toEqual(items.map(labels).toSorted());
  const warnings = items.filter(({ severity, snooze }) => severity === "warning" && !snooze).length;
  expect(valueOf(told, "fiber_findings", { severity: "warning" })).toBe(warnings);
});

test("who is not this machine needs a token with the scope read, whatever it claims", async ({ request }) => {
  const status = async (headers: Record<string, string>) => (await request.get("/metrics", { headers })).status();
  const proxied = { "x-forwarded-for": "127.0.0.1" };
  expect(await status(proxied)).toBe(401);
  expect(await status({ via: "1.1 proxy", "x-fiber-origin": "loopback" })).toBe(401);
  expect(await status({ ...proxied, authorization: "Bearer nothing" })).toBe(401);
  for (const [token, expected] of [
    [TEST_TOKENS.read, 200],
    [TEST_TOKENS.ingest, 403],
    [TEST_TOKENS.one_node, 403],
  ] as const)
    expect(await status({ ...proxied, authorization: `Bearer ${token}` })).toBe(expected);
});
