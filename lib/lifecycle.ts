import { chunkAchievement } from "./advisor/achievement.ts";
import { intervalSeconds, type PolicyEdge, policyEdges } from "./chart-lane.ts";
import { collisionsOf, type Turn } from "./collisions.ts";
import { holesOf } from "./holes.ts";
import type {
  Lifecycle,
  LifecycleAggregate,
  LifecycleArchived,
  LifecycleBlock,
  LifecycleEdge,
} from "./model/lifecycle.ts";
import type { Aggregate, Chunk, Job } from "./model/storage.ts";

/** Blocks drawn at most. */
const MAX_BLOCKS = 400;

const blockOf = (chunk: Chunk & { range_start: string; range_end: string }): LifecycleBlock => ({
  from_ms: Date.parse(chunk.range_start),
  to_ms: Date.parse(chunk.range_end),
  chunk_name: chunk.chunk_name,
  chunk_count: 1,
  state: chunk.state,
  frozen: chunk.frozen,
  total_bytes: chunk.total_bytes,
  before_bytes: chunk.before_compression_bytes,
  row_count: chunk.row_count_estimate,
  late_rows: chunk.late_row_estimate,
});

const add = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

const join = (a: LifecycleBlock, b: LifecycleBlock): LifecycleBlock => ({
  from_ms: Math.min(a.from_ms, b.from_ms),
  to_ms: Math.max(a.to_ms, b.to_ms),
  chunk_name: null,
  chunk_count: a.chunk_count + b.chunk_count,
  state: a.state,
  frozen: a.frozen && b.frozen,
  total_bytes: a.total_bytes + b.total_bytes,
  before_bytes: add(a.before_bytes, b.before_bytes),
  row_count: add(a.row_count, b.row_count),
  late_rows: add(a.late_rows, b.late_rows),
});

/**
 * Blocks of chunks, oldest first. Chunks of the same stretch (of several space partitions) are one block. When more than
 * `max` remain, neighbours of the same state are put together, as many as it takes; a change of state always shows.
 */
export function lifecycleBlocks(chunks: Chunk[], max = MAX_BLOCKS): LifecycleBlock[] {
  const placed = chunks
    .filter(
      (c): c is Chunk & { range_start: string; range_end: string } => c.range_start !== null && c.range_end !== null,
    )
    .map(blockOf)
    .toSorted((a, b) => a.from_ms - b.from_ms || (a.state < b.state ? -1 : 1));
  const together = (wanted: (last: LifecycleBlock, next: LifecycleBlock) => boolean, blocks: LifecycleBlock[]) =>
    blocks.reduce<LifecycleBlock[]>((done, next) => {
      const last = done.at(-1);
      if (last && last.state === next.state && wanted(last, next)) done[done.length - 1] = join(last, next);
      else done.push(next);
      return done;
    }, []);
  const distinct = together((last, next) => last.from_ms === next.from_ms && last.to_ms === next.to_ms, placed);
  const each = Math.ceil(distinct.length / max);
  return each <= 1
    ? distinct
    : together(
        (last, next) =>
          last.chunk_count + next.chunk_count <= each && next.from_ms - last.to_ms < last.to_ms - last.from_ms + 1,
        distinct,
      );
}

const aggregateOf = (of: Aggregate, own: boolean, now_ms: number): LifecycleAggregate => ({
  view_name: of.view_name,
  own,
  real_time: of.real_time,
  from_ms: of.stored_from === null ? null : Date.parse(of.stored_from),
  until_ms: of.materialized_until === null ? null : Date.parse(of.materialized_until),
  materialized_state: of.materialized_state,
  window: of.window && {
    from_ms: of.window.start_seconds === null ? null : now_ms - of.window.start_seconds * 1000,
    to_ms: now_ms - of.window.end_seconds * 1000,
  },
  refreshed: of.window?.scheduled ?? false,
  holes: holesOf(of, now_ms),
});

/** The chunks whose turn by a policy is past, and what the doctor says of that: one judgement for both. */
const turnOf = (job: Job, { kind, after_seconds }: PolicyEdge, chunks: Chunk[], now_ms: number): Turn | null => {
  const turns = chunks
    .flatMap((chunk) => {
      const { range_start, range_end, created_at, state, frozen } = chunk;
      if (range_start === null || range_end === null || frozen || (kind === "compression" && state !== "row"))
        return [];
      const due_ms = Math.max(Date.parse(range_end) + after_seconds * 1000, Date.parse(created_at));
      return due_ms > now_ms ? [] : [{ ...chunk, range_start, range_end, due_ms }];
    })
    .toSorted((a, b) => a.due_ms - b.due_ms);
  const [oldest] = turns;
  if (!oldest) return null;
  const found = {
    job_id: job.job_id,
    due_count: turns.length,
    oldest_chunk: oldest.chunk_name,
    oldest_due_at: new Date(oldest.due_ms).toISOString(),
    due_chunks: [],
    next_due_at: null,
  };
  const { state, text } = chunkAchievement(job, found, new Date(now_ms).toISOString());
  return {
    kind,
    state,
    text,
    stands: job.state === "not_available" ? "edition" : job.scheduled ? null : "paused",
    from_ms: Math.min(...turns.map(({ range_start }) => Date.parse(range_start))),
    to_ms: Math.max(...turns.map(({ range_end }) => Date.parse(range_end))),
  };
};

type Parts = {
  chunks: Chunk[];
  aggregates: Aggregate[];
  jobs: Job[];
  archived: LifecycleArchived[] | null;
  now_ms: number;
};

/** Whose lifecycle: the hypertable, and the name it is known by. */
type Named = { hypertable_schema: string; hypertable_name: string; shown_name: string };

/** Whether a job works on a hypertable of the same name in another schema. */
const isOfTwin = ({ target, target_schema }: Job, of: Named): boolean =>
  target === of.hypertable_name && target_schema !== null && target_schema !== of.hypertable_schema;

/** All that acts on a hypertable over time, and where it collides. `aggregates` and `jobs` are those of the whole database. */
export function lifecycleOf(of: Named, { chunks, aggregates, jobs, archived, now_ms }: Parts): Lifecycle {
  const own = (a: Aggregate) => a.materialization_hypertable === of.hypertable_name;
  const related = aggregates.filter((a) => own(a) || a.source_name === of.shown_name);
  const names = [of.hypertable_name, of.shown_name];
  const drawn = policyEdges(
    jobs.filter((job) => !isOfTwin(job, of)),
    names,
    now_ms,
  ).flatMap((edge) => {
    const job = jobs.find(({ job_id }) => job_id === edge.job_id);
    return job ? [{ edge, job }] : [];
  });
  const judged = drawn.map(({ edge, job }) => ({ edge, job, turn: turnOf(job, edge, chunks, now_ms) }));
  const edges = judged.map(({ edge, job, turn }): LifecycleEdge => ({
    kind: edge.kind,
    at_ms: edge.time_ms,
    after_seconds: edge.after_seconds,
    scheduled: job.scheduled && job.state !== "not_available",
    due: turn?.state === "due" ? turn.text : null,
  }));
  const turns = judged.flatMap(({ turn }) => turn ?? []);
  const blocks = lifecycleBlocks(chunks);
  const shown = related.map((a) => aggregateOf(a, own(a), now_ms));
  const compressed_after = new Map(
    jobs
      .filter((job) => job.kind === "compression" && job.target !== null)
      .map((job) => [job.target ?? "", intervalSeconds(job.config?.compress_after)]),
  );
  return {
    ...of,
    blocks,
    merged: blocks.some(({ chunk_name }) => chunk_name === null),
    chunk_count: chunks.length,
    timeless_count: chunks.filter(({ range_start }) => range_start === null).length,
    aggregates: shown.toSorted((a, b) => Number(b.own) - Number(a.own) || (a.view_name < b.view_name ? -1 : 1)),
    edges,
    archived,
    collisions: collisionsOf({
      blocks,
      aggregates: shown,
      edges,
      turns,
      acting: jobs.every(({ state }) => state !== "not_available"),
      compressed_after,
      now_ms,
    }),
    now_ms,
    as_of: new Date(now_ms).toISOString(),
  };
}
