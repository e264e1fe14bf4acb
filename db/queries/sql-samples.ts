import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { ExportSource } from "#lib/export/columns.ts";
import { parseAccounting } from "#lib/service-level.ts";
import { getFacts } from "./advisor.ts";
import { listAggregates } from "./aggregates.ts";
import { getCapabilities } from "./capabilities.ts";
import { getChunkDetail } from "./chunk-detail.ts";
import { getCapacityBasis } from "./capacity.ts";
import { findHypertable, listChunks } from "./chunks.ts";
import { getComparison } from "./compare.ts";
import { listCurrentOutages } from "./current-outages.ts";
import { getDatabaseOverview } from "./database.ts";
import { listDatasets } from "./datasets.ts";
import { getLatencyDistribution } from "./distribution.ts";
import { readExport } from "./export.ts";
import { getFleetChanges } from "./fleet-changes.ts";
import { getFleetSummary } from "./fleet.ts";
import { listForecasts } from "./forecasts.ts";
import { getGrowth } from "./growth.ts";
import { getServerVersions } from "./health.ts";
import { getHourPattern } from "./hour-pattern.ts";
import { getHeatMap } from "./heat-map.ts";
import { getHypertableLayout } from "./hypertable-layout.ts";
import { listHypertables } from "./hypertables.ts";
import { getIngestActivity, getIngestTotals } from "./ingest-activity.ts";
import { listIngestRejects } from "./ingest-rejects.ts";
import { getJitter } from "./jitter.ts";
import { listJobs } from "./jobs.ts";
import { getLevelShifts } from "./level-shifts.ts";
import { listLateDays } from "./late-days.ts";
import { listNodesMatching } from "./node-search.ts";
import { countNodesByStatus } from "./node-status.ts";
import { getLifecycle } from "./lifecycle.ts";
import { getNodeFigures } from "./node-figures.ts";
import { findNode, getNode, listNodes, listNodesOf, listNodesOfRegion } from "./nodes.ts";
import { getNodeOutages } from "./outages.ts";
import { getRollupFacts } from "./rollup-facts.ts";
import { getNodeSeries } from "./series.ts";
import { getSeriesOverlays } from "./series-overlays.ts";
import { getServiceLevel } from "./service-level.ts";
import { listUptimeDays } from "./uptime-days.ts";
import { getServerHealth } from "./server-health.ts";
import { listTables } from "./tables.ts";

export type Sample = (db: Kysely<Database>) => Promise<unknown>;

const node_id = "00000000-0000-4000-8000-000000000001";
const now = new Date("2026-03-31T12:00:00Z");
const hour = { from: new Date("2026-03-31T11:00:00Z"), to: now, now };
const quarter = { from: new Date("2026-01-01T00:00:00Z"), to: now, now };
/** More measurements than are read one by one. */
const half_year = { ...quarter, to: new Date("2026-07-01T12:00:00Z"), now: new Date("2026-07-01T12:00:00Z") };
const overlays = { region: true, before: true, node_ids: ["00000000-0000-4000-8000-000000000002"] };

const readFirst = async (db: Kysely<Database>, source: ExportSource): Promise<unknown> =>
  readExport(db, { source, nodes: [{ node_id, node_name: "probe-001" }], ...hour }).next();

/**
 * A call of every query function with fixed arguments, by its name; a second call of the same function has its
 * difference in brackets. A function that is missing here fails the check of `sql.ts`.
 */
export const samples: Record<string, Record<string, Sample>> = {
  advisor: { getFacts },
  aggregates: { listAggregates },
  capabilities: { getCapabilities },
  "chunk-detail": {
    getChunkDetail: (db) => getChunkDetail(db, { hypertable_name: "metrics", chunk_name: "_hyper_1_1_chunk" }),
  },
  capacity: { getCapacityBasis: (db) => getCapacityBasis(db, { now }) },
  chunks: {
    findHypertable: (db) => findHypertable(db, { hypertable_name: "metrics" }),
    listChunks: (db) => listChunks(db, { limit: 500 }),
    "listChunks (of one hypertable)": (db) => listChunks(db, { hypertable_name: "metrics", limit: 500 }),
  },
  compare: {
    "getComparison (one hour)": (db) => getComparison(db, { node_ids: [node_id], ...hour }),
    "getComparison (90 days)": (db) => getComparison(db, { node_ids: [node_id], ...quarter }),
  },
  "current-outages": {
    listCurrentOutages: (db) => listCurrentOutages(db, { now }),
    "listCurrentOutages (of one node)": (db) => listCurrentOutages(db, { now, node_id }),
  },
  database: { getDatabaseOverview },
  datasets: { listDatasets },
  distribution: {
    "getLatencyDistribution (one hour)": (db) => getLatencyDistribution(db, { node_id, ...hour }),
    "getLatencyDistribution (half a year)": (db) => getLatencyDistribution(db, { node_id, ...half_year }),
  },
  export: {
    "readExport (measurements, first page)": (db) => readFirst(db, "metrics"),
    "readExport (hours, first page)": (db) => readFirst(db, "aggregates_hourly"),
  },
  fleet: {
    "getFleetSummary (one hour)": (db) => getFleetSummary(db, hour),
    "getFleetSummary (90 days)": (db) => getFleetSummary(db, quarter, 0),
  },
  forecasts: { listForecasts },
  growth: { getGrowth: (db) => getGrowth(db, { ...quarter }) },
  "fleet-changes": {
    "getFleetChanges (one hour)": (db) => getFleetChanges(db, hour),
    "getFleetChanges (90 days)": (db) => getFleetChanges(db, quarter),
  },
  health: { getServerVersions },
  "hour-pattern": {
    "getHourPattern (one hour)": (db) => getHourPattern(db, { node_id, ...hour, time_zone: "Europe/Berlin" }),
    "getHourPattern (half a year)": (db) => getHourPattern(db, { node_id, ...half_year, time_zone: "Europe/Berlin" }),
  },
  "heat-map": {
    "getHeatMap (latency, one hour)": (db) => getHeatMap(db, { ...hour, measure: "latency" }),
    "getHeatMap (loss, 90 days)": (db) => getHeatMap(db, { ...quarter, measure: "loss" }),
  },
  "hypertable-layout": { getHypertableLayout: (db) => getHypertableLayout(db, { hypertable_name: "metrics" }) },
  hypertables: { listHypertables },
  "ingest-activity": {
    "getIngestActivity (one hour)": (db) => getIngestActivity(db, hour),
    getIngestTotals,
  },
  "ingest-rejects": { listIngestRejects: (db) => listIngestRejects(db, { now }) },
  jitter: {
    "getJitter (one hour)": (db) => getJitter(db, { node_id, ...hour }),
    "getJitter (half a year)": (db) => getJitter(db, { node_id, ...half_year }),
  },
  jobs: { listJobs },
  "late-days": { listLateDays: (db) => listLateDays(db, { now }) },
  "level-shifts": {
    "getLevelShifts (one hour)": (db) => getLevelShifts(db, { node_id, ...hour }),
    "getLevelShifts (half a year)": (db) => getLevelShifts(db, { node_id, ...half_year }),
  },
  lifecycle: { getLifecycle: (db) => getLifecycle(db, { hypertable_name: "metrics" }) },
  "node-figures": {
    "getNodeFigures (one hour)": (db) => getNodeFigures(db, { node_id, ...hour }),
  },
  "node-search": { listNodesMatching: (db) => listNodesMatching(db, "edge") },
  "node-status": { countNodesByStatus: (db) => countNodesByStatus(db) },
  nodes: {
    listNodes,
    listNodesOf: (db) => listNodesOf(db, [node_id]),
    listNodesOfRegion: (db) => listNodesOfRegion(db, "eu-west"),
    findNode: (db) => findNode(db, node_id),
    getNode: (db) => getNode(db, node_id),
  },
  outages: {
    "getNodeOutages (one hour)": (db) => getNodeOutages(db, { node_id, ...hour }),
    "getNodeOutages (half a year)": (db) => getNodeOutages(db, { node_id, ...half_year }),
  },
  "rollup-facts": { getRollupFacts: (db) => getRollupFacts(db, hour) },
  series: {
    "getNodeSeries (one hour)": (db) => getNodeSeries(db, { node_id, ...hour }),
    "getNodeSeries (90 days)": (db) => getNodeSeries(db, { node_id, ...quarter }),
  },
  "server-health": { getServerHealth },
  tables: { listTables },
  "series-overlays": {
    "getSeriesOverlays (one hour)": (db) => getSeriesOverlays(db, { node_id, ...hour, wish: overlays }),
    "getSeriesOverlays (90 days)": (db) => getSeriesOverlays(db, { node_id, ...quarter, wish: overlays }),
  },
  "service-level": {
    "getServiceLevel (one hour)": (db) =>
      getServiceLevel(db, { node_id, ...hour, time_zone: "Europe/Berlin", accounting: parseAccounting({}) }),
    "getServiceLevel (half a year, maintenance)": (db) =>
      getServiceLevel(db, {
        node_id,
        ...half_year,
        time_zone: "Europe/Berlin",
        accounting: parseAccounting({ maintenance: "2026-02-01/2026-02-02" }),
      }),
  },
  "uptime-days": {
    "listUptimeDays (days of whole hours)": (db) => listUptimeDays(db, { node_id, time_zone: "Europe/Berlin", now }),
    "listUptimeDays (days between hours)": (db) => listUptimeDays(db, { node_id, time_zone: "Asia/Kolkata", now }),
  },
};

/** Functions that are seen whole only through another one, by the one that calls them. */
export const seenThrough: Record<string, string> = {
  findNodePercentiles: "getNodeFigures",
  getChunkFacts: "getFacts",
  getDatabaseBytes: "getDatabaseOverview",
  getJobRunner: "getFacts",
  getJudgement: "getFacts",
  listArchived: "getLifecycle",
  coldTotals: "listHypertables",
  listChunksWith: "listChunks",
  listInvalidIndexes: "getFacts",
  listJobRuns: "getFacts",
  listJobsWith: "listJobs",
  listNodeSums: "getFleetSummary",
  listPercentiles: "getFleetSummary",
  listSlicedSums: "getFleetSummary",
  listSnoozes: "getFacts",
  readAggregates: "listAggregates",
};

/** What the recorder answers to a statement that contains `has`; to all others nothing. */
export const answers: { has: string; rows: Record<string, unknown>[] }[] = [
  {
    has: "AS extension_schema",
    rows: [
      {
        database_name: "fiber",
        postgres_version: "17.5",
        timescaledb_version: "2.28.3",
        edition: "timescale",
        extension_schema: "public",
        embedded: false,
        sees_activity: false,
        functions: [
          "chunk_columnstore_stats(regclass)",
          "chunk_status(regclass)",
          "cagg_watermark(integer)",
          "job_errors()",
          "job_runs(integer)",
        ],
        columns: [
          ...["job_id", "consecutive_failures"].map((name) => `bgw_job_stat.${name}`),
          ...["id", "hypertable_id", "relid", "status", "osm_chunk", "creation_time"].map((name) => `chunk.${name}`),
          ...["chunk_id", "numrows_pre_compression", "numrows_post_compression"].map(
            (name) => `compression_chunk_size.${name}`,
          ),
          ...["uncompressed", "compressed"].flatMap((part) =>
            ["heap", "toast", "index"].map((kind) => `compression_chunk_size.${part}_${kind}_size`),
          ),
          ...["materialization_id", "lowest_modified_value", "greatest_modified_value"].flatMap((name) => [
            `continuous_aggs_materialization_invalidation_log.${name}`,
            `continuous_aggs_materialization_ranges.${name}`,
          ]),
          ...["hypertable_id", "lowest_modified_value", "greatest_modified_value"].map(
            (name) => `continuous_aggs_hypertable_invalidation_log.${name}`,
          ),
          ...["mat_hypertable_id", "user_view_schema", "user_view_name"].map((name) => `continuous_agg.${name}`),
          ...["relid", "compress_relid", "segmentby", "orderby", "orderby_desc", "orderby_nullsfirst"].map(
            (name) => `compression_settings.${name}`,
          ),
        ],
      },
    ],
  },
  {
    has: "AS late_row_estimate",
    rows: [{ hypertable_name: "metrics", chunk_schema: "_timescaledb_internal", chunk_name: "_hyper_1_1_chunk" }],
  },
  { has: "'frozen_age'", rows: [{ relations: [] }] },
  { has: "'shared_buffers_bytes'", rows: [{ hypertable_name: "metrics" }] },
  { has: "LIMIT 1", rows: [{ relid: 1 }] },
  {
    has: 'from "nodes"',
    rows: [
      {
        node_id,
        node_name: "probe-001",
        region: "eu",
        interval_seconds: 60,
        origin: "probe",
        created_at: "2026-01-01T00:00:00Z",
        first_seen_at: "2026-01-01T00:00:00Z",
        last_seen_at: "2026-03-31T12:00:00Z",
      },
    ],
  },
  {
    has: "AS materialized_until\n      FROM _timescaledb_catalog",
    rows: [
      { view_name: "aggregates_hourly", materialized_until: "2026-03-31T10:00:00Z" },
      { view_name: "aggregates_hourly_latency", materialized_until: "2026-03-31T10:00:00Z" },
      { view_name: "aggregates_daily", materialized_until: "2026-03-31T00:00:00Z" },
      { view_name: "aggregates_daily_latency", materialized_until: "2026-03-31T00:00:00Z" },
    ],
  },
];
