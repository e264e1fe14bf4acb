"use client";

import { useMemo } from "react";
import { cn } from "#components/ui/cn.ts";
import { Box, Placed } from "#components/ui/placed.tsx";
import { CHUNK_STATE_WORDS, chunkTone } from "#lib/chart-lane.ts";
import type { ChunkTone, Lane, LaneBlock, PolicyEdge } from "#lib/chart-lane.ts";
import { formatBytes, formatDay } from "#lib/format.ts";
import { ChartGroup, useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, stretch, Swatch } from "./chart-marks.tsx";
import { PolicyEdges } from "./policy-edges.tsx";
import { Plot } from "./chart-plot.client.tsx";
import { TimeAxis, TimeGrid } from "./time-axis.client.tsx";

/** A lane with the policies that act on it. */
export type ChunkLane = Lane & { edges: PolicyEdge[] };

type ChartLaneChunksProps = {
  lanes: ChunkLane[];
  view: { from_ms: number; to_ms: number };
  now_ms: number;
  zone: string;
};

/** Chunks of each hypertable on one time axis: height is bytes, tone is state; lines where policies act. */
export function ChartLaneChunks({ lanes, view, now_ms, zone }: ChartLaneChunksProps) {
  const stops = useMemo(
    () =>
      [...new Set(lanes.flatMap((lane) => lane.blocks.map((b) => (b.from_ms + b.to_ms) / 2)))].toSorted(
        (a, b) => a - b,
      ),
    [lanes],
  );
  return (
    <ChartGroup view={view} stops={stops} zone={zone} now_ms={now_ms}>
      <ChartLegend at={(time_ms) => legendAt(lanes, time_ms ?? now_ms)} />
      <div className="@container">
        <Plot
          label="Chunks over time"
          summary={lanes.map(laneSummary).join(" ")}
          valueText={(time_ms) =>
            lanes.map((lane) => `${lane.hypertable}: ${blockText(blockAt(lane, time_ms), zone)}`).join("; ")
          }
        >
          <TimeGrid />
          {lanes.map((lane) => (
            <LaneRow key={lane.hypertable} lane={lane} now_ms={now_ms} />
          ))}
        </Plot>
        <TimeAxis />
      </div>
      <LaneKey lanes={lanes} />
    </ChartGroup>
  );
}

const FILL: Record<ChunkTone, string> = {
  row: "bg-tier-row",
  compressed: "bg-tier-compressed",
  partial: "bg-tier-partial border-t-[3px] border-t-tier-partial-edge",
};

function LaneRow({ lane, now_ms }: { lane: ChunkLane; now_ms: number }) {
  const { view } = useChartGroup();
  const total = lane.blocks.reduce((sum, b) => sum + b.chunk.total_bytes, 0);
  return (
    <div className="relative h-[56px]">
      <p className="relative z-10 flex h-6 items-end gap-2 truncate pb-0.5 text-12 leading-4">
        <span className="bg-panel pr-1 font-medium">{lane.hypertable}</span>
        <span className="figure bg-panel text-ink-3 max-md:hidden">
          {lane.blocks.length} {lane.blocks.length === 1 ? "chunk" : "chunks"} · {formatBytes(total)}
        </span>
      </p>
      <div className="absolute inset-x-0 bottom-0 h-[32px] border-b border-line-strong">
        {lane.blocks.map((block) => (
          <Block key={block.chunk.chunk_name} block={block} view={view} />
        ))}
        <PolicyEdges edges={lane.edges} view={view} now_ms={now_ms} />
      </div>
    </div>
  );
}

function Block({ block, view }: { block: LaneBlock; view: { from_ms: number; to_ms: number } }) {
  const { chunk, share, before_share } = block;
  const tone = chunkTone(chunk.state);
  const { left, width } = stretch(view, block.from_ms, block.to_ms);
  // Invisible borders are the air between neighbours.
  const box = "self-end border-x border-transparent bg-clip-padding";
  return (
    <>
      {before_share === null ? null : (
        <Placed left={left}>
          <Box width={`${width}%`} height={`${before_share * 100}%`} className={cn(box, "bg-tier-compressed/20")} />
        </Placed>
      )}
      <Placed left={left}>
        <Box
          data-chunk={chunk.chunk_name}
          data-state={chunk.state}
          width={`${width}%`}
          height={`${share * 100}%`}
          className={cn(
            box,
            FILL[tone],
            tone === "partial" ? "min-h-[6px]" : "min-h-[4px]",
            chunk.frozen && "outline -outline-offset-1 outline-ink-2",
          )}
        />
      </Placed>
    </>
  );
}

function LaneKey({ lanes }: { lanes: ChunkLane[] }) {
  const blocks = lanes.flatMap((lane) => lane.blocks);
  const kinds = new Set(lanes.flatMap((lane) => lane.edges.map((edge) => edge.kind)));
  const items = [
    { swatch: <Swatch className="bg-tier-row" />, text: "row: not compressed" },
    { swatch: <Swatch className="bg-tier-compressed" />, text: "compressed" },
    { swatch: <Swatch className={FILL.partial} />, text: "compressed, rows arrived later" },
    blocks.some((b) => b.before_share !== null) && {
      swatch: <Swatch className="bg-tier-compressed/20" />,
      text: "its size before",
    },
    kinds.has("compression") && {
      swatch: <span className="h-3 border-l border-dashed border-tier-compressed" />,
      text: "compress before here",
    },
    kinds.has("retention") && {
      swatch: <span className="h-3 border-l-2 border-dotted border-ink-2" />,
      text: "retention edge",
    },
  ];
  return (
    <div className="[&>ul]:pl-0">
      <ChartKey items={items.filter((item) => item !== false)} />
    </div>
  );
}

const blockAt = (lane: ChunkLane, time_ms: number) =>
  lane.blocks.find((b) => time_ms >= b.from_ms && time_ms < b.to_ms);

function blockText(block: LaneBlock | undefined, zone: string): string {
  if (!block) return "no chunk";
  const { chunk, from_ms, to_ms } = block;
  return `${formatDay(from_ms, zone)} to ${formatDay(to_ms, zone)}, ${CHUNK_STATE_WORDS[chunk.state]}, ${formatBytes(chunk.total_bytes)}`;
}

const laneSummary = ({ hypertable, blocks }: ChunkLane) => {
  const compressed = blocks.filter((b) => b.chunk.state !== "row").length;
  return `${hypertable}: ${blocks.length} chunks, ${compressed} compressed.`;
};

function legendAt(lanes: ChunkLane[], time_ms: number) {
  const found = lanes.map((lane) => blockAt(lane, time_ms));
  const shown = found.filter((b) => b !== undefined);
  const narrowest = shown.reduce<LaneBlock | undefined>(
    (a, b) => (a && a.to_ms - a.from_ms <= b.to_ms - b.from_ms ? a : b),
    undefined,
  );
  return {
    from_ms: narrowest?.from_ms ?? time_ms,
    to_ms: narrowest?.to_ms ?? time_ms,
    items: lanes.map((lane, i) => ({
      label: lane.hypertable,
      value: blockShort(found[i]),
      className: "@lg:w-48",
    })),
  };
}

const blockShort = (block: LaneBlock | undefined) =>
  block ? `${formatBytes(block.chunk.total_bytes)} · ${CHUNK_STATE_WORDS[block.chunk.state]}` : "no chunk";
