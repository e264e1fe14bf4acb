import { formatCount, formatDuration } from "./format.ts";
import type { Collision, LifecycleAggregate, LifecycleBlock, LifecycleEdge } from "./model/lifecycle.ts";

type Parts = {
  blocks: LifecycleBlock[];
  aggregates: LifecycleAggregate[];
  edges: LifecycleEdge[];
  /** Compress-after in seconds by the name of its hypertable or aggregate. */
  compressed_after: Map<string, number | null>;
  now_ms: number;
};

/** A policy runs twice a day unless told otherwise: what is due for less than this is merely waiting for its run. */
const PATIENCE_MS = 36 * 3_600_000;

const plural = (count: number, one: string) => `${formatCount(count)} ${one}${count === 1 ? "" : "s"}`;
const isCompressed = ({ state }: LifecycleBlock) => state !== "row";
const isLate = ({ state }: LifecycleBlock) =>
  state === "partial" || state === "unordered" || state === "partial_unordered";
const countChunks = (blocks: LifecycleBlock[]) => blocks.reduce((sum, { chunk_count }) => sum + chunk_count, 0);
const spanOf = (blocks: { from_ms: number; to_ms: number }[]) => ({
  from_ms: Math.min(...blocks.map(({ from_ms }) => from_ms)),
  to_ms: Math.max(...blocks.map(({ to_ms }) => to_ms)),
});

/** Chunks whose turn has passed, and late rows. */
function chunkCollisions({ blocks, edges }: Parts): Collision[] {
  const found: Collision[] = [];
  const late = blocks.filter(isLate);
  if (late.length > 0) {
    const rows = late.reduce<number | null>(
      (sum, b) => (sum === null || b.late_rows === null ? null : sum + b.late_rows),
      0,
    );
    const held =
      rows === null ? "rows that came after compression" : `about ${plural(rows, "row")} that came after compression`;
    found.push({
      kind: "late_rows",
      severity: "late",
      ...spanOf(late),
      aggregate: null,
      title: `${plural(countChunks(late), "compressed chunk")} hold${countChunks(late) === 1 ? "s" : ""} ${held}`,
      consequence: "They are read with the rest, but slower and larger until the chunk is compressed again.",
    });
  }
  for (const edge of edges) {
    const due = blocks.filter(
      (b) =>
        b.to_ms < edge.at_ms - PATIENCE_MS &&
        (edge.kind === "retention" || (!isCompressed(b) && b.total_bytes > 0)) &&
        !b.frozen,
    );
    if (due.length === 0) continue;
    const act = edge.kind === "retention" ? "drop" : "compression";
    found.push({
      kind: edge.kind === "retention" ? "retention_overdue" : "compression_overdue",
      severity: "late",
      ...spanOf(due),
      aggregate: null,
      title: `${plural(countChunks(due), "chunk")} ${countChunks(due) === 1 ? "is" : "are"} past ${countChunks(due) === 1 ? "its" : "their"} ${act} line of ${formatDuration(edge.after_seconds)}`,
      consequence: edge.scheduled
        ? "The policy did not do what it should have: see its job."
        : "The policy does not run, so nothing will happen.",
    });
  }
  return found;
}

const HOLE_WORDS = {
  never: "lies before the window that its policy refreshes",
  no_policy: "is refreshed by no policy",
  next_run: "waits for the next run",
} as const;

/** What an aggregate has not, and what becomes of it. */
function holeCollisions(aggregate: LifecycleAggregate, retention: LifecycleEdge | undefined): Collision[] {
  const holes = aggregate.holes ?? [];
  const endangered = retention ? holes.filter(({ from_ms }) => from_ms < retention.at_ms) : [];
  const stuck = holes.filter((hole) => hole.reach !== "next_run" && !endangered.includes(hole));
  const found: Collision[] = [];
  if (endangered.length > 0)
    found.push({
      kind: "retention_before_refresh",
      severity: "bad",
      ...spanOf(endangered),
      aggregate: aggregate.view_name,
      title: `Retention reaches a stretch that ${aggregate.view_name} has not refreshed`,
      consequence: "Once its chunk is dropped, what the aggregate lacks there is lost for good.",
    });
  if (stuck.length > 0)
    found.push({
      kind: "hole_out_of_reach",
      severity: "late",
      ...spanOf(stuck),
      aggregate: aggregate.view_name,
      title: `${plural(stuck.length, "stretch")} of ${aggregate.view_name} ${stuck.length === 1 ? HOLE_WORDS[stuck[0]?.reach ?? "never"] : "wait for a refresh that no run makes"}`,
      consequence: "Reads of the aggregate there are wrong or empty until it is refreshed by hand.",
    });
  return found;
}

/** Where the window of a refresh reaches what it should not. */
function windowCollisions(
  aggregate: LifecycleAggregate,
  { blocks, edges, compressed_after, now_ms }: Parts,
): Collision[] {
  const { window, view_name, own } = aggregate;
  if (!window) return [];
  const from_ms = window.from_ms ?? Math.min(...blocks.map((b) => b.from_ms), window.to_ms);
  const found: Collision[] = [];
  const about = { aggregate: view_name, from_ms, to_ms: window.to_ms };
  const retention = own ? undefined : edges.find(({ kind }) => kind === "retention");
  if (retention && (window.from_ms === null || window.from_ms < retention.at_ms))
    found.push({
      kind: "refresh_beyond_retention",
      severity: "bad",
      ...about,
      to_ms: retention.at_ms,
      title: `The refresh of ${view_name} reaches past the retention edge`,
      consequence: "Refreshing a stretch whose rows were dropped removes it from the aggregate too.",
    });
  const after = compressed_after.get(view_name) ?? null;
  if (after !== null && (window.from_ms === null || now_ms - after * 1000 > window.from_ms))
    found.push({
      kind: "refresh_into_own_compressed",
      severity: "late",
      ...about,
      to_ms: now_ms - after * 1000,
      title: `The refresh of ${view_name} writes into chunks that it has compressed`,
      consequence: "Each run decompresses what it changes and leaves the chunk partial.",
    });
  const read = own ? [] : blocks.filter((b) => isCompressed(b) && b.to_ms > from_ms && b.from_ms < window.to_ms);
  if (read.length > 0)
    found.push({
      kind: "refresh_reads_compressed",
      severity: "note",
      ...about,
      to_ms: spanOf(read).to_ms,
      title: `The refresh window of ${view_name} reaches ${plural(countChunks(read), "compressed chunk")}`,
      consequence: "Right, but slower: late rows there are read back through decompression.",
    });
  return found;
}

const ORDER = { bad: 0, late: 1, note: 2 } as const;

/** Everything on the axis that does not go together, the worst first. */
export function collisionsOf(parts: Parts): Collision[] {
  const retention = parts.edges.find(({ kind }) => kind === "retention");
  const of = parts.aggregates.flatMap((aggregate) => [
    ...holeCollisions(aggregate, aggregate.own ? undefined : retention),
    ...windowCollisions(aggregate, parts),
  ]);
  return [...chunkCollisions(parts), ...of].toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}
