import { type Kysely, sql } from "kysely";
import { coverageOf, expectedCount } from "#lib/coverage.ts";
import type { Node } from "#lib/model/node.ts";
import type { MissingOverlay, Overlay, SeriesOverlays } from "#lib/model/overlay.ts";
import { choiceBeside, type OverlayWish, overlayKeys, regionChoice, shiftSeconds } from "#lib/overlays.ts";
import { chooseSeries, DEFAULT_POINTS, percentileMethod, type SeriesChoice } from "#lib/resolution.ts";
import { UTC } from "#lib/time-zone.ts";
import type { Database } from "../schema/index.ts";
import { getNode, listNodesOf, listNodesOfRegion } from "./nodes.ts";
import { getRollupFacts, type RollupFacts } from "./rollup-facts.ts";
import { fillGaps } from "./series-points.ts";
import { type Grid, gridOf, type SeriesRow, seriesRows } from "./series-rows.ts";
import type { SeriesQuestion } from "./series.ts";

/** What every overlay is made from: the question, the node and the choice of its own series. */
type Basis = {
  db: Kysely<Database>;
  question: Required<Pick<SeriesQuestion, "points" | "time_zone">> & SeriesQuestion;
  node: Node;
  facts: RollupFacts;
  own: SeriesChoice;
};

type Found = Overlay | MissingOverlay;

const expectedRows = (nodes: readonly Node[], window: { from: Date; to: Date; now: Date }): number =>
  nodes.reduce((sum, node) => sum + expectedCount(node, window, 0), 0);

/** What chooseSeries asks of other nodes over another range. */
const seriesQuestion = (
  { question }: Basis,
  nodes: readonly Node[],
  facts: RollupFacts,
  range: { from: Date; to: Date } = question,
) => ({
  ...question,
  from: range.from,
  to: range.to,
  measurements_kept: facts.measurements_kept,
  interval_seconds: Math.max(1, ...nodes.map(({ interval_seconds }) => interval_seconds)),
  expected_rows: expectedRows(nodes, { ...range, now: question.now }),
});

type Line = Pick<Overlay, "key" | "kind" | "name" | "shift_seconds"> & {
  nodes: readonly Node[];
  choice: SeriesChoice;
  facts: RollupFacts;
  grid: Grid;
  rows: SeriesRow[];
  now: Date;
  /** Buckets that begin later are left out. */
  until_ms?: number;
};

const overlayOf = (line: Line): Overlay => {
  const { key, kind, name, shift_seconds, nodes, choice, facts, grid, rows, now, until_ms = Infinity } = line;
  const points = fillGaps(rows, grid, nodes, now).filter(({ time }) => Date.parse(time) <= until_ms);
  const measurement_count = points.reduce((sum, point) => sum + point.count, 0);
  const expected_count = points.reduce((sum, point) => sum + point.expected_count, 0);
  const until = { metrics: null, aggregates_hourly: facts.hourly_until, aggregates_daily: facts.daily_until };
  return {
    key,
    kind,
    name,
    node_count: nodes.length,
    from: grid.from.toISOString(),
    to: grid.to.toISOString(),
    shift_seconds,
    source: choice.source,
    bucket_seconds: choice.bucket_seconds,
    time_zone: choice.time_zone,
    fresh_until: until[choice.source]?.toISOString() ?? null,
    measurement_count,
    expected_count,
    coverage: coverageOf(measurement_count, expected_count),
    percentiles: percentileMethod(choice.exact),
    points: points.map((point) => ({
      time: point.time,
      count: point.count,
      expected_count: point.expected_count,
      reply_count: point.reply_count,
      latency_ms_p50: point.latency_ms_p50,
    })),
  };
};

/**
 * Up to when a bucket of a region is drawn. One that began less than two intervals ago holds the replies of whoever has sent
 * already: its median would jump from node to node. Who sends less often than once a bucket is not waited for.
 */
const settledBefore = (nodes: readonly Node[], { bucket_seconds }: SeriesChoice, now: Date): number => {
  const intervals = nodes
    .map(({ interval_seconds }) => interval_seconds)
    .filter((seconds) => seconds <= bucket_seconds);
  return now.getTime() - 2000 * Math.max(0, ...intervals);
};

/** The median of all replies of the region's nodes, this one among them. */
const regionOverlay = async (basis: Basis): Promise<Found> => {
  const { db, node, question, facts, own } = basis;
  if (node.region === null) return { key: "region", reason: "The node has no region." };
  const nodes = await listNodesOfRegion(db, node.region);
  if (nodes.length < 2) return { key: "region", reason: `No other node is in the region ${node.region}.` };
  const asked = { ...seriesQuestion(basis, nodes, facts), interval_seconds: node.interval_seconds };
  const choice = regionChoice({ ...asked, node_count: nodes.length }, own);
  const grid = gridOf(question, choice);
  const node_ids = nodes.map(({ node_id }) => node_id);
  const { rows } = await seriesRows(node_ids, grid, choice, facts).execute(db);
  const until_ms = settledBefore(nodes, choice, question.now);
  const line = { nodes, choice, facts, grid, rows, now: question.now, until_ms };
  return overlayOf({ key: "region", kind: "region", name: node.region, shift_seconds: 0, ...line });
};

/** The node itself in the range of the same length before. */
const beforeOverlay = async (basis: Basis): Promise<Found> => {
  const { db, node, question, own } = basis;
  const shift_seconds = shiftSeconds(question, own.bucket_seconds);
  const back = (moment: Date) => new Date(moment.getTime() - shift_seconds * 1000);
  const range = { from: back(question.from), to: back(question.to) };
  const facts = await getRollupFacts(db, { from: range.from, now: question.now });
  const choice = choiceBeside(seriesQuestion(basis, [node], facts, range), own);
  const grid = gridOf(range, choice);
  const { rows } = await seriesRows([node.node_id], grid, choice, facts).execute(db);
  if (rows.length === 0) return { key: "before", reason: "The node has no measurement in the period before." };
  const line = { nodes: [node], choice, facts, grid, rows, now: question.now };
  return overlayOf({ key: "before", kind: "before", name: node.node_name, shift_seconds, ...line });
};

/** Other nodes, all in one statement, each as its own page tells it. */
const nodeOverlays = async (basis: Basis, node_ids: readonly string[]): Promise<Found[]> => {
  const { db, question, facts, own } = basis;
  const found = new Map((await listNodesOf(db, node_ids)).map((node) => [node.node_id, node]));
  const lines = [...found.values()].map((node) => {
    const choice = choiceBeside(seriesQuestion(basis, [node], facts), own);
    return { node, choice, grid: gridOf(question, choice) };
  });
  const each = lines.map(
    ({ node: { node_id }, choice, grid }) =>
      sql`SELECT ${node_id}::uuid AS node_id, line.* FROM (${seriesRows([node_id], grid, choice, facts)}) line`,
  );
  const { rows } =
    each.length === 0
      ? { rows: [] }
      : await sql<SeriesRow & { node_id: string }>`${sql.join(each, sql` UNION ALL `)}`.execute(db);
  const rows_of = Map.groupBy(rows, ({ node_id }) => node_id);
  return node_ids.map((key) => {
    const line = lines.find(({ node }) => node.node_id === key);
    if (!line) return { key, reason: `No node has the id ${key}.` };
    const { node, choice, grid } = line;
    const shown = { key, kind: "node", name: node.node_name, shift_seconds: 0 } as const;
    return overlayOf({ ...shown, nodes: [node], choice, facts, grid, rows: rows_of.get(key) ?? [], now: question.now });
  });
};

/**
 * What is laid over a node's latency: the median of its region (of all replies of its nodes together, never of the nodes'
 * medians), of itself in the period before, of other nodes. In the buckets of the node's own series where each can be
 * told in them quickly; each line tells its own. Two to nine queries by what is asked for, however many nodes. Unknown
 * node: FiberError not_found.
 */
export const getSeriesOverlays = async (
  db: Kysely<Database>,
  { wish, ...asked }: SeriesQuestion & { wish: OverlayWish },
): Promise<SeriesOverlays> => {
  const question = { points: DEFAULT_POINTS, time_zone: UTC, ...asked };
  const { node_id, now } = question;
  const [node, facts] = await Promise.all([getNode(db, node_id), getRollupFacts(db, question)]);
  const { interval_seconds } = node;
  const own = chooseSeries({ ...question, ...facts, interval_seconds, expected_rows: expectedRows([node], question) });
  const basis: Basis = { db, question, node, facts, own };
  const parts = await Promise.all([
    wish.region ? regionOverlay(basis) : [],
    wish.before ? beforeOverlay(basis) : [],
    wish.node_ids.length > 0 ? nodeOverlays(basis, wish.node_ids) : [],
  ]);
  const found: Found[] = parts.flat();
  const order = overlayKeys(wish);
  const inOrder = <T extends Found>(of: T[]) => of.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  return {
    node_id,
    as_of: now.toISOString(),
    overlays: inOrder(found.filter((part) => "points" in part)),
    missing: inOrder(found.filter((part) => "reason" in part)),
  };
};
