import { Gauge, Registry } from "prom-client";
import { log } from "#app/log.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import { getServerVersions } from "#db/queries/health.ts";
import { reader } from "#db/server.ts";
import { VERSION } from "#lib/version.ts";
import type { Collector } from "./collector.ts";
import { collectFindings } from "./findings.ts";
import { collectIngest } from "./ingest.ts";
import { collectJobs } from "./jobs.ts";
import { collectNodes } from "./nodes.ts";
import { collectStorage } from "./storage.ts";

/** What a scrape tells. A new subject is a file beside this one and a line here. */
const COLLECTORS: readonly Collector[] = [
  { name: "ingest", collect: collectIngest },
  { name: "nodes", collect: collectNodes },
  { name: "storage", collect: collectStorage },
  { name: "jobs", collect: collectJobs },
  { name: "findings", collect: collectFindings },
];

type Outcome = { name: string; registry: Registry | undefined; seconds: number };

const run = async ({ name, collect }: Collector): Promise<Outcome> => {
  const registry = new Registry();
  const started = performance.now();
  const done = (told: Registry | undefined) => ({
    name,
    registry: told,
    seconds: (performance.now() - started) / 1000,
  });
  try {
    await collect(registry);
    return done(registry);
  } catch (error) {
    const known = classifyDatabaseError(error);
    if (known.kind === "internal") log.error(known.cause ?? error);
    return done(undefined);
  }
};

const tellServer = (registry: Registry, versions: Awaited<ReturnType<typeof getServerVersions>> | undefined): void => {
  const registers = [registry];
  new Gauge({ name: "fiber_build_info", help: "1; the version.", labelNames: ["version"], registers }).set(
    { version: VERSION },
    1,
  );
  new Gauge({ name: "fiber_database_up", help: "1: the database answers.", registers }).set(versions ? 1 : 0);
  if (!versions) return;
  const { edition, timescaledb, postgres } = versions;
  new Gauge({
    name: "fiber_database_info",
    help: "1; what the database is.",
    labelNames: ["edition", "timescaledb", "postgres"],
    registers,
  }).set({ edition: edition ?? "none", timescaledb: timescaledb ?? "none", postgres }, 1);
};

const tellCollectors = (registry: Registry, outcomes: readonly Outcome[]): void => {
  const settings = { labelNames: ["collector"], registers: [registry] };
  const success = new Gauge({
    name: "fiber_collector_success",
    help: "0: this scrape has no figures of the subject.",
    ...settings,
  });
  const seconds = new Gauge({
    name: "fiber_collector_seconds",
    help: "Time that this scrape took for the subject.",
    ...settings,
  });
  for (const outcome of outcomes) {
    success.set({ collector: outcome.name }, outcome.registry ? 1 : 0);
    seconds.set({ collector: outcome.name }, outcome.seconds);
  }
};

/** Everything as Prometheus text. A database that is away is told by fiber_database_up 0, not by an error. */
export const scrape = async (): Promise<{ content_type: string; text: string }> => {
  const registry = new Registry();
  const versions = await getServerVersions(reader()).catch(() => undefined);
  const outcomes = versions
    ? await Promise.all(COLLECTORS.map(run))
    : COLLECTORS.map(({ name }) => ({ name, registry: undefined, seconds: 0 }));
  tellServer(registry, versions);
  tellCollectors(registry, outcomes);
  const registries = [registry, ...outcomes.flatMap((outcome) => outcome.registry ?? [])];
  const texts = await Promise.all(registries.map((one) => one.metrics()));
  return { content_type: registry.contentType, text: texts.map((text) => `${text.trim()}\n`).join("\n") };
};
