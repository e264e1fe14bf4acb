import { Counter, Gauge } from "prom-client";
import { getIngestTotals, type IngestTotals } from "#db/queries/ingest-activity.ts";
import { listLateDays } from "#db/queries/late-days.ts";
import { reader } from "#db/server.ts";
import { BATCH_MS_BOUNDS, LAG_MS_BOUNDS } from "#lib/ingest/activity.ts";
import { type Collect, CountedHistogram, setAll } from "./collector.ts";

const SOURCE_LABELS = ["source", "name", "source_id"];

type Labels = { source: string; name: string; source_id: string };

const COUNTERS = {
  accepted: ["fiber_ingest_accepted_rows_total", "Measurements stored."],
  duplicates: ["fiber_ingest_duplicate_rows_total", "Measurements that were stored already and changed nothing."],
  batches: ["fiber_ingest_batches_total", "Transactions that stored measurements."],
  bodies: ["fiber_ingest_bodies_total", "Bodies and files taken to their end."],
  failed_bodies: [
    "fiber_ingest_failed_bodies_total",
    "Bodies and files that could not be read or stored to their end.",
  ],
  nodes_created: ["fiber_ingest_nodes_created_total", "Nodes that registered themselves."],
} as const;

const inSeconds = (bounds: readonly number[]): number[] => bounds.map((bound) => bound / 1000);

const labelsBySource = ({ sources }: IngestTotals): Map<number, Labels> =>
  new Map(
    sources.map(({ source_id, kind, name }) => [source_id, { source: kind, name, source_id: String(source_id) }]),
  );

/** What ingest did, per source: a token, the command line, a drop folder, the demo fleet. From the database, so any console tells the same. */
export const collectIngest: Collect = async (registry) => {
  const now = new Date();
  const [totals, late] = await Promise.all([getIngestTotals(reader()), listLateDays(reader(), { now })]);
  const registers = [registry];
  const labels = labelsBySource(totals);
  const labelsOf = (source_id: number) => labels.get(source_id) as Labels;
  for (const [key, [name, help]] of Object.entries(COUNTERS))
    setAll(
      new Counter({ name, help, labelNames: SOURCE_LABELS, registers }),
      totals.sources.map((source) => ({
        labels: labelsOf(source.source_id),
        value: source[key as keyof typeof COUNTERS],
      })),
    );
  setAll(
    new Counter({
      name: "fiber_ingest_rejected_lines_total",
      help: "Lines refused, by the field and the reason of their first error.",
      labelNames: [...SOURCE_LABELS, "field", "reason"],
      registers,
    }),
    totals.rejections
      .filter(({ source_id }) => labels.has(source_id))
      .map(({ source_id, field, reason, lines }) => ({
        labels: { ...labelsOf(source_id), field, reason },
        value: lines,
      })),
  );
  const batch = new CountedHistogram({
    name: "fiber_ingest_batch_seconds",
    help: "Time of a transaction that stored measurements, retries included.",
    bounds: inSeconds(BATCH_MS_BOUNDS),
    registers,
  });
  const lag = new CountedHistogram({
    name: "fiber_ingest_lag_seconds",
    help: "Time from a measurement to its storing, repeated measurements included. Below 0: the sender's clock is ahead.",
    bounds: inSeconds(LAG_MS_BOUNDS),
    registers,
  });
  for (const source of totals.sources) {
    const of = labelsOf(source.source_id);
    batch.tell({ labels: of, counts: source.batch_counts, sum: source.batch_ms_sum / 1000 });
    lag.tell({ labels: of, counts: source.lag_counts, sum: source.lag_ms_sum / 1000 });
  }
  setAll(
    new Gauge({
      name: "fiber_ingest_last_timestamp_seconds",
      help: "When a source last sent anything, to the minute.",
      labelNames: SOURCE_LABELS,
      registers,
    }),
    totals.sources.map(({ source_id, last_at }) => ({
      labels: labelsOf(source_id),
      value: Date.parse(last_at) / 1000,
    })),
  );
  new Gauge({
    name: "fiber_late_days_waiting",
    help: "Days whose aggregates wait to be refreshed for late measurements.",
    registers,
  }).set(late.waiting_days);
  new Gauge({
    name: "fiber_late_rows_waiting",
    help: "Late measurements that the aggregates lack yet.",
    registers,
  }).set(late.waiting_rows);
};
