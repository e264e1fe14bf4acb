import type { ReactNode } from "react";
import { FactList, Facts } from "#components/ui/facts.tsx";
import { ratioText } from "#lib/chart-storage.ts";
import { formatBytes, formatCount, formatDuration, formatTime, NOTHING } from "#lib/format.ts";
import type { ChunkDetail, ChunkIndex, ChunkRelation } from "#lib/model/storage-detail.ts";
import { State } from "./chunk-columns.tsx";

/** What is known of one chunk, in sections; what this server does not tell says so. */
export function ChunkFacts({ detail, zone }: { detail: ChunkDetail; zone: string }) {
  const { chunk, relations, indexes, constraints } = detail;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 text-13">
      <FactList>
        <Facts name="state">
          <State chunk={chunk} />
        </Facts>
        <Facts name="range">{rangeText(detail, zone)}</Facts>
        <Facts name="made">{formatTime(chunk.created_at, zone)}</Facts>
        <Facts name="size now">{formatBytes(chunk.total_bytes)}</Facts>
        <Facts name="at compression">{compressionText(detail)}</Facts>
        <Facts name="rows, estimated">{formatCount(chunk.row_count_estimate)}</Facts>
        <Facts name="rows that came later">{lateText(detail)}</Facts>
        <Facts name="compressed by">{orderText(detail)}</Facts>
        <Facts name="statements">{activityText(detail, zone)}</Facts>
      </FactList>
      {relations.map((relation) => (
        <Section
          key={relation.role}
          title={relation.role === "rows" ? "Rows" : "Compressed rows"}
          name={relation.relation}
        >
          <Relation of={relation} zone={zone} />
          <Indexes of={indexes.filter(({ role }) => role === relation.role)} />
        </Section>
      ))}
      {constraints.length === 0 ? null : (
        <Section title="Bounds">
          {constraints.map((text) => (
            <pre key={text} className="font-mono text-12 break-words whitespace-pre-wrap text-ink-2">
              {text}
            </pre>
          ))}
        </Section>
      )}
      <Section title="To look or act by hand">
        <pre className="rounded-md border bg-sunken p-2 font-mono text-12 break-words whitespace-pre-wrap">
          {statements(detail)}
        </pre>
      </Section>
    </div>
  );
}

function Section({ title, name, children }: { title: string; name?: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="flex flex-wrap items-baseline gap-x-2 text-13 font-medium">
        {title} {name ? <span className="font-mono text-12 font-normal break-all text-ink-3">{name}</span> : null}
      </h3>
      {children}
    </section>
  );
}

function Relation({ of, zone }: { of: ChunkRelation; zone: string }) {
  const kept = of.sequential_scans !== null;
  return (
    <FactList>
      <Facts name="table, indexes, toast">
        {[of.table_bytes, of.index_bytes, of.toast_bytes].map((bytes) => formatBytes(bytes)).join(", ")}
      </Facts>
      <Facts name={of.role === "rows" ? "rows by ANALYZE" : "batches by ANALYZE"}>
        {of.row_estimate === null ? "never analyzed" : formatCount(of.row_estimate)}
      </Facts>
      <Facts name="dead rows">{kept ? formatCount(of.dead_rows) : NOT_KEPT}</Facts>
      <Facts name="scans">
        {kept
          ? `${formatCount(of.sequential_scans)} sequential, ${formatCount(of.index_scans ?? 0)} by index`
          : NOT_KEPT}
      </Facts>
      <Facts name="analyzed, vacuumed">
        {kept ? `${formatTime(of.last_analyzed_at, zone)}, ${formatTime(of.last_vacuumed_at, zone)}` : NOT_KEPT}
      </Facts>
      <Facts name="age of transaction ids">{formatCount(of.frozen_age)}</Facts>
      <Facts name="tablespace">{of.tablespace ?? "default"}</Facts>
    </FactList>
  );
}

const NOT_KEPT = "the embedded server keeps no count";

function Indexes({ of }: { of: ChunkIndex[] }) {
  return of.map((index) => (
    <p key={index.index_name} className="text-12">
      <span className="font-mono break-all">{index.index_name}</span>{" "}
      <span className="figure text-ink-2">
        {formatBytes(index.total_bytes)}
        {index.scan_count === null ? "" : `, ${formatCount(index.scan_count)} scans`}
      </span>
    </p>
  ));
}

const rangeText = ({ chunk: { range_start, range_end } }: ChunkDetail, zone: string): string =>
  range_start === null || range_end === null
    ? "no time: see its bounds"
    : `${formatTime(range_start, zone)} to ${formatTime(range_end, zone)}, ${formatDuration((Date.parse(range_end) - Date.parse(range_start)) / 1000)}`;

const compressionText = ({ chunk }: ChunkDetail): string =>
  chunk.before_compression_bytes === null
    ? "not compressed"
    : `${formatBytes(chunk.before_compression_bytes)} to ${formatBytes(chunk.after_compression_bytes)}, ${ratioText(chunk.compression_ratio)}`;

const lateText = ({ chunk }: ChunkDetail): string => {
  if (chunk.state === "row") return "not compressed";
  return chunk.late_row_estimate === null ? "some; not counted until ANALYZE" : formatCount(chunk.late_row_estimate);
};

const orderText = ({ segment_by, order_by }: ChunkDetail): string => {
  const parts = [
    segment_by && segment_by.length > 0 ? `segments of ${segment_by.join(", ")}` : "",
    order_by && order_by.length > 0 ? `in order of ${order_by.join(", ")}` : "",
  ].filter(Boolean);
  return parts.length === 0 ? NOTHING : parts.join(", ");
};

const activityText = ({ chunk: { activity } }: ChunkDetail, zone: string): string =>
  activity === null
    ? "not counted: TimescaleDB 2.28 and later count those on compressed rows, of the chunks used last"
    : `${formatCount(activity.select_count)} reads, ${formatCount(activity.insert_count)} inserts, ${formatCount(activity.update_count)} updates, ${formatCount(activity.delete_count)} deletes; ${formatCount(activity.batches_scanned)} batches scanned, ${formatCount(activity.batches_decompressed)} decompressed; since ${formatTime(activity.since, zone)}`;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function statements({ chunk }: ChunkDetail): string {
  const name = `'${`${quoted(chunk.chunk_schema)}.${quoted(chunk.chunk_name)}`.replaceAll("'", "''")}'`;
  return [
    `SELECT * FROM ${quoted(chunk.chunk_schema)}.${quoted(chunk.chunk_name)} LIMIT 10;`,
    chunk.state === "row" ? `SELECT compress_chunk(${name});` : `SELECT decompress_chunk(${name});`,
    ...(chunk.late_row_estimate !== 0 && chunk.state !== "row"
      ? [`SELECT compress_chunk(${name});  -- takes the late rows in`]
      : []),
  ].join("\n");
}
