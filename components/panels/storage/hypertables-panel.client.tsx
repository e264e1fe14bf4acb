"use client";

import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { hypertablesQuery, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { coldText, ratioText, rowsText, shownName, tierText } from "#lib/chart-storage.ts";
import { formatBytes, formatCount, formatDuration, formatRecentTime } from "#lib/format.ts";
import type { Hypertable } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";
import { recordsCsv } from "#lib/records-csv.ts";
import { AnswerPanel } from "./answer-panel.client.tsx";
import { LongList } from "./long-list.tsx";
import { SplitBar } from "./split-bar.tsx";

type Props = { initial: Items<Hypertable> | undefined; initialProblem: Problem | undefined };

/** Every hypertable: how its bytes split, how much of it is compressed and what that saved. */
export function HypertablesPanel(props: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<Items<Hypertable>>({ options: hypertablesQuery(), ...props, choice: STORAGE_CHOICE });
  const measured = answer.data?.items.every(({ sizes_measured }) => sizes_measured) ?? true;
  const unseen = answer.data?.items.reduce((sum, { unseen_chunk_count }) => sum + unseen_chunk_count, 0) ?? 0;
  const sizes = measured
    ? "sizes of files, live"
    : `sizes of 200 chunks live, of others as VACUUM or ANALYZE saw them last${unseen === 0 ? "" : `, ${formatCount(unseen)} of which were never seen and are missing`}`;
  const source = answer.data
    ? `${sizes} · rows estimated by ANALYZE · ratios at the moment of compression · read ${formatRecentTime(answer.data.as_of, zone, answer.data.as_of)}`
    : "";
  return (
    <AnswerPanel
      title="Hypertables"
      source={source}
      answer={answer}
      height={360}
      flush
      menu={
        <PanelMenu
          title="Hypertables"
          sql={storagePath("hypertables")}
          {...(answer.data ? { csv: () => recordsCsv(answer.data?.items ?? [], CSV_KEYS) } : {})}
        />
      }
    >
      {({ items }) =>
        items.length === 0 ? (
          <PanelMessage kind="empty" title="There is no hypertable.">
            The tables of this database are made by <code className="font-mono">npx fiber db migrate</code>.
          </PanelMessage>
        ) : (
          <LongList label="All hypertables">
            {items.map((hypertable) => (
              <HypertableRow key={`${hypertable.hypertable_schema}.${hypertable.hypertable_name}`} of={hypertable} />
            ))}
          </LongList>
        )
      }
    </AnswerPanel>
  );
}

const CSV_KEYS: (keyof Hypertable)[] = [
  "hypertable_schema",
  "hypertable_name",
  "aggregate_name",
  "chunk_count",
  "compressed_chunk_count",
  "total_bytes",
  "table_bytes",
  "index_bytes",
  "toast_bytes",
  "hot_bytes",
  "warm_bytes",
  "sizes_measured",
  "unseen_chunk_count",
  "row_count_estimate",
  "before_compression_bytes",
  "after_compression_bytes",
  "compression_ratio",
];

function HypertableRow({ of }: { of: Hypertable }) {
  const name = shownName(of);
  return (
    <li className="grid gap-x-6 gap-y-2 border-t px-4 py-3 md:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <h3 className="flex items-baseline gap-2 text-13">
          <KeepLink href={`/storage/${encodeURIComponent(name)}`} className="truncate font-medium hover:underline">
            {name}
          </KeepLink>
          <span className="figure text-ink-2">{formatBytes(of.total_bytes)}</span>
        </h3>
        <p className="truncate text-12 text-ink-3" title={layoutText(of)}>
          {layoutText(of)}
        </p>
        <p className="figure truncate text-12 text-ink-3">
          {of.row_count_estimate === null
            ? `rows: ${rowsText(of)}`
            : `${formatCount(of.row_count_estimate)} rows, estimated`}
        </p>
      </div>
      <SplitBar
        label={`Bytes of ${name}`}
        parts={[
          { name: "table", bytes: of.table_bytes, className: "bg-(--seq-7)" },
          { name: "index", bytes: of.index_bytes, className: "bg-(--seq-5)" },
          { name: "toast", bytes: of.toast_bytes, className: "bg-(--seq-3)" },
        ]}
      />
      <div className="min-w-0">
        <SplitBar
          label={`Tiers of ${name}`}
          parts={[
            { name: "hot", bytes: of.hot_bytes, className: "bg-tier-row" },
            { name: "warm", bytes: of.warm_bytes, className: "bg-tier-compressed" },
          ]}
        />
        <p className="pt-1 text-12 text-ink-2 tabular-nums">
          {[compressionText(of), perRowText(of), coldPart(of)].filter(Boolean).join(" · ")}
        </p>
      </div>
    </li>
  );
}

/** "chunks of 7 d on time · by node_id, time DESC · stored in _materialized_hypertable_3" */
function layoutText(of: Hypertable): string {
  const chunks = of.chunk_interval_seconds === null ? "" : `chunks of ${formatDuration(of.chunk_interval_seconds)}`;
  const order = [...(of.segment_by ?? []), ...(of.order_by ?? [])].join(", ");
  return [
    `${chunks} on ${of.time_column ?? "an integer"}`.trim(),
    of.compression_enabled && order !== "" ? `compressed by ${order}` : "",
    of.aggregate_name === null ? "" : `stored in ${of.hypertable_name}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

const perRowText = (of: Hypertable): string => {
  const text = tierText(of);
  return text === "" ? "" : `a row: ${text}`;
};

/** Nothing where nothing is archived: the tile of the whole says so. */
const coldPart = (of: Hypertable): string =>
  of.cold_chunk_count === null || of.cold_chunk_count === 0
    ? ""
    : `cold ${formatBytes(of.cold_bytes)}: ${coldText(of)}`;

function compressionText(of: Hypertable): string {
  const chunks = `${formatCount(of.compressed_chunk_count)} of ${formatCount(of.chunk_count)} chunks compressed`;
  if (!of.compression_enabled) return "compression is not switched on";
  if (of.compression_ratio === null) return chunks;
  return `${chunks} · ${formatBytes(of.before_compression_bytes)} → ${formatBytes(of.after_compression_bytes)}, ${ratioText(of.compression_ratio)}`;
}
