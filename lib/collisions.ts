import type { Achievement } from "./advisor/achievement.ts";
import { formatCount } from "./format.ts";
import type { Collision, LifecycleAggregate, LifecycleBlock, LifecycleEdge } from "./model/lifecycle.ts";

/** What a policy did not do to these chunks in time, in the doctor's words, and why nothing will happen by itself. */
export type Turn = Pick<LifecycleEdge, "kind"> &
  Pick<Achievement, "state" | "text"> & { stands: "edition" | "paused" | null; from_ms: number; to_ms: number };

type Parts = {
  blocks: LifecycleBlock[];
  aggregates: LifecycleAggregate[];
  edges: LifecycleEdge[];
  turns: Turn[];
  /** False in an edition that runs no policy: what none does goes against nothing. */
  acting: boolean;
  /** Compress-after in seconds by the name of its hypertable or aggregate. */
  compressed_after: Map<string, number | null>;
  now_ms: number;
};

const plural = (count: number, one: string) => `${formatCount(count)} ${one}${count === 1 ? "" : "s"}`;
const isCompressed = ({ state }: LifecycleBlock) => state !== "row";
const isLate = ({ state }: LifecycleBlock) =>
  state === "partial" || state === "unordered" || state === "partial_unordered";
const countChunks = (blocks: LifecycleBlock[]) => blocks.reduce((sum, { chunk_count }) => sum + chunk_count, 0);
const spanOf = (blocks: { from_ms: number; to_ms: number }[]) => ({
  from_ms: Math.min(...blocks.map(({ from_ms }) => from_ms)),
  to_ms: Math.max(...blocks.map(({ to_ms }) => to_ms)),
});

const WHY = {
  edition: "The Apache edition runs no policy, so nothing will happen.",
  paused: "The policy is paused, so nothing will happen.",
} as const;

/** What a policy left undone beyond what its schedule allows. */
const undone = ({ kind, state, text, stands, from_ms, to_ms }: Turn): Collision[] => {
  if (state !== "skipped" && state !== "overdue") return [];
  const ran = state === "skipped" ? "A run came since and left it so: see its job." : "No run came to it: see its job.";
  return [
    {
      kind: kind === "retention" ? "retention_overdue" : "compression_overdue",
      severity: "late",
      from_ms,
      to_ms,
      aggregate: null,
      title: text,
      consequence: stands === null ? ran : WHY[stands],
    },
  ];
};

/** Chunks whose turn has passed, and late rows. */
function chunkCollisions({ blocks, turns }: Parts): Collision[] {
  const late = blocks.filter(isLate);
  const found = turns.flatMap(undone);
  if (late.length === 0) return found;
  const rows = late.reduce<number | null>(
    (sum, b) => (sum === null || b.late_rows === null ? null : sum + b.late_rows),
    0,
  );
  const held =
    rows === null ? "rows that came after compression" : `about ${plural(rows, "row")} that came after compression`;
  const title = `${plural(countChunks(late), "compressed chunk")} hold${countChunks(late) === 1 ? "s" : ""} ${held}`;
  const consequence = "They are read with the rest, but slower and larger until the chunk is compressed again.";
  return [{ kind: "late_rows", severity: "late", ...spanOf(late), aggregate: null, title, consequence }, ...found];
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
  const { acting } = parts;
  const retention = acting ? parts.edges.find(({ kind }) => kind === "retention") : undefined;
  const of = parts.aggregates.flatMap((aggregate) => [
    ...holeCollisions(aggregate, aggregate.own ? undefined : retention),
    ...(acting ? windowCollisions(aggregate, parts) : []),
  ]);
  return [...chunkCollisions(parts), ...of].toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}
