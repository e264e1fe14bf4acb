"use client";

import { useMemo } from "react";
import { cutAxis } from "#lib/axis-cut.ts";
import type { CutAxis } from "#lib/axis-cut.ts";
import { CHUNK_STATE_WORDS } from "#lib/chart-lane.ts";
import { ratioText } from "#lib/chart-storage.ts";
import { formatBytes, formatCount, formatDay } from "#lib/format.ts";
import { archivedText, calmOf, coverageText } from "#lib/lifecycle-words.ts";
import type { Lifecycle, LifecycleBlock } from "#lib/model/lifecycle.ts";
import { cn } from "#components/ui/cn.ts";
import { ChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, Swatch } from "./chart-marks.tsx";
import { Plot } from "./chart-plot.client.tsx";
import { CutGrid, CutTicks } from "./cut-axis.tsx";
import { AggregateBar, Archived, Block, CollisionBand, Edge, Now, TONE_FILL } from "./lifecycle-marks.tsx";

type Props = { of: Lifecycle; zone: string; onPick: (block: LifecycleBlock) => void };

/** Percent: the axis is cut, so the cursor stands in places, not in times. */
const VIEW = { from_ms: 0, to_ms: 100 };

const axisOf = ({ blocks, edges, aggregates, archived, now_ms }: Lifecycle): CutAxis => {
  // A hole may reach over years without a chunk: its ends must be seen, what lies between may be cut.
  const ends = aggregates.flatMap(({ holes }) => (holes ?? []).flatMap(({ from_ms, to_ms }) => [from_ms, to_ms]));
  const moments = [now_ms, ...edges.map(({ at_ms }) => at_ms), ...ends];
  return cutAxis([...blocks, ...(archived ?? []), ...moments.map((ms) => ({ from_ms: ms, to_ms: ms }))]);
};

/**
 * A hypertable over time: chunks with their bytes and state, over them the lines of policies, below them what each
 * aggregate has of them. Long empty stretches are cut out of the axis.
 */
export function ChartLaneLifecycle({ of, zone, onPick }: Props) {
  const axis = useMemo(() => axisOf(of), [of]);
  const middle = (block: LifecycleBlock) => (axis.place(block.from_ms) + axis.place(block.to_ms)) / 2;
  const stops = useMemo(
    () => of.blocks.map((block) => (axis.place(block.from_ms) + axis.place(block.to_ms)) / 2).toSorted((a, b) => a - b),
    [of, axis],
  );
  const nearest = (place: number) =>
    of.blocks.reduce<LifecycleBlock | undefined>(
      (best, block) => (best && Math.abs(middle(best) - place) <= Math.abs(middle(block) - place) ? best : block),
      undefined,
    );
  return (
    <ChartGroup view={VIEW} stops={stops} zone={zone} now_ms={100}>
      <ChartLegend at={(place) => legendOf(place === null ? of.blocks.at(-1) : nearest(place), of)} />
      <div className="@container">
        <Plot
          label={`Lifecycle of ${of.shown_name}`}
          summary={summaryOf(of)}
          valueText={(place) => blockText(nearest(place), zone)}
          onPick={(place) => {
            const block = nearest(place);
            if (block) onPick(block);
          }}
        >
          <CutGrid axis={axis} zone={zone} />
          <Lanes of={of} axis={axis} />
        </Plot>
        <CutTicks axis={axis} zone={zone} />
      </div>
      <LifecycleKey of={of} />
    </ChartGroup>
  );
}

function Lanes({ of, axis }: { of: Lifecycle; axis: CutAxis }) {
  const most = Math.max(1, ...of.blocks.map((b) => Math.max(b.total_bytes, b.before_bytes ?? 0)));
  return (
    <>
      <div className="relative h-[124px] border-b border-line-strong">
        <div className="absolute inset-x-0 top-5 bottom-0">
          {of.blocks.map((block) => (
            <Block
              key={`${block.from_ms} ${block.state}`}
              block={block}
              axis={axis}
              most={most}
              count={of.blocks.length}
            />
          ))}
          {of.archived?.map((each) => (
            <Archived key={each.chunk_name} of={each} axis={axis} most={most} />
          ))}
          {of.collisions
            .filter(({ severity }) => severity !== "note")
            .map((collision) => (
              <CollisionBand key={`${collision.kind} ${collision.aggregate}`} of={collision} axis={axis} />
            ))}
        </div>
        {of.edges.map((edge) => (
          <Edge key={`${edge.kind} ${edge.after_seconds}`} edge={edge} axis={axis} />
        ))}
        <Now axis={axis} now_ms={of.now_ms} />
      </div>
      {of.aggregates.map((aggregate) => (
        <div key={aggregate.view_name} className="relative h-9">
          <p className="relative flex gap-2 pt-1 text-12 leading-4">
            <span className="bg-panel pr-1 font-medium">{aggregate.view_name}</span>
            <span
              className={cn(
                "figure truncate bg-panel text-ink-3",
                aggregate.materialized_state !== "not_permitted" && "max-md:hidden",
              )}
            >
              {coverageText(aggregate, of.now_ms)}
            </span>
          </p>
          <AggregateBar of={aggregate} axis={axis} now_ms={of.now_ms} />
          <Now axis={axis} now_ms={of.now_ms} />
        </div>
      ))}
    </>
  );
}

function blockText(block: LifecycleBlock | undefined, zone: string): string {
  if (!block) return "no chunk";
  const { from_ms, to_ms, state, total_bytes, row_count } = block;
  return `${formatDay(from_ms, zone)} to ${formatDay(to_ms, zone)}, ${CHUNK_STATE_WORDS[state]}, ${formatBytes(total_bytes)}, ${formatCount(row_count)} rows`;
}

const summaryOf = (of: Lifecycle): string => {
  const { chunk_count, blocks, aggregates, collisions } = of;
  const compressed = blocks.filter(({ state }) => state !== "row").reduce((sum, b) => sum + b.chunk_count, 0);
  const trouble = collisions.filter(({ severity }) => severity !== "note").map(({ title }) => title);
  return `${chunk_count} chunks, ${compressed} compressed; ${aggregates.length} aggregates; ${archivedText(of)}. ${trouble.join(". ") || calmOf(of).text}`;
};

function legendOf(block: LifecycleBlock | undefined, { now_ms }: Lifecycle) {
  const ratio = block?.before_bytes ? block.before_bytes / Math.max(1, block.total_bytes) : null;
  return {
    from_ms: block?.from_ms ?? now_ms,
    to_ms: block?.to_ms ?? now_ms,
    items: [
      {
        label: block && block.chunk_count > 1 ? "chunks" : "chunk",
        value: block ? (block.chunk_name ?? formatCount(block.chunk_count)) : "none",
        className: "@lg:w-44",
      },
      {
        label: "state",
        value: block ? `${CHUNK_STATE_WORDS[block.state]}${block.frozen ? ", frozen" : ""}` : "–",
        className: "@lg:w-40",
      },
      { label: "size now", value: block ? formatBytes(block.total_bytes) : "–" },
      { label: "before", value: formatBytes(block?.before_bytes) },
      { label: "ratio now", value: ratioText(ratio) },
      { label: "rows, est.", value: formatCount(block?.row_count) },
      { label: "late rows", value: formatCount(block?.late_rows) },
    ],
  };
}

function LifecycleKey({ of }: { of: Lifecycle }) {
  const holes = of.aggregates.flatMap((aggregate) => aggregate.holes ?? []);
  const kinds = new Set(of.edges.map(({ kind }) => kind));
  const items = [
    { swatch: <Swatch className="bg-tier-row" />, text: "row: not compressed" },
    { swatch: <Swatch className="bg-tier-compressed" />, text: "compressed" },
    { swatch: <Swatch className={TONE_FILL.partial} />, text: "compressed, rows came later" },
    of.blocks.some((b) => b.before_bytes !== null) && {
      swatch: <Swatch className="bg-tier-compressed/20" />,
      text: "size before",
    },
    of.archived?.some(({ kept }) => kept) && {
      swatch: <Swatch className="border border-ink-3" />,
      text: "archived too",
    },
    of.archived?.some(({ kept }) => !kept) && {
      swatch: <Swatch className="border border-dotted border-ink-3" />,
      text: "in the archive alone",
    },
    kinds.has("compression") && {
      swatch: <span className="h-3 border-l border-dashed border-tier-compressed" />,
      text: "compress line",
    },
    kinds.has("retention") && {
      swatch: <span className="h-3 border-l-2 border-dotted border-ink-2" />,
      text: "retention edge",
    },
    of.aggregates.length > 0 && { swatch: <Swatch className="bg-accent/35" />, text: "stored by the aggregate" },
    of.aggregates.some((a) => a.window) && {
      swatch: <Swatch className="rounded-none! border-x-2 border-b-2 border-accent" />,
      text: "refresh window",
    },
    of.aggregates.some((a) => a.real_time) && {
      swatch: <Swatch className="border border-dashed border-accent/70" />,
      text: "computed when read",
    },
    of.aggregates.some(({ materialized_state }) => materialized_state.startsWith("not_")) && {
      swatch: <Swatch className="hatch border" />,
      text: "not known",
    },
    holes.some(({ reach }) => reach === "next_run") && {
      swatch: <Swatch className="bg-late/70" />,
      text: "waits for the next run",
    },
    holes.some(({ reach }) => reach !== "next_run") && {
      swatch: <Swatch className="bg-bad" />,
      text: "hole that no run reaches",
    },
  ];
  return (
    <div className="[&>ul]:pl-0">
      <ChartKey items={items.filter((item) => typeof item === "object")} />
    </div>
  );
}
