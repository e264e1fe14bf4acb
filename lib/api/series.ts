import { queryOptions } from "@tanstack/react-query";
import type { LatencyDistribution } from "#lib/model/distribution.ts";
import type { Jitter } from "#lib/model/jitter.ts";
import type { Figures, Node, PercentileMethod, RangeSource } from "#lib/model/node.ts";
import type { SeriesOverlays } from "#lib/model/overlay.ts";
import type { Series } from "#lib/model/series.ts";
import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

/** Points of a chart on a laptop: some four pixels each, so that a bucket holds enough measurements to be a band. */
export const CHART_POINTS = 300;

/** Points that a chart has room for in a window so many px wide; a laptop's when that is not known. */
export const chartPoints = (width_px: number): number => {
  if (width_px < 768) return CHART_POINTS / 2;
  return width_px >= 1920 ? 2 * CHART_POINTS : CHART_POINTS;
};

/** How a series is looked at. `source` and `bucket_seconds` as the address has them: the server refuses what cannot be. */
export type SeriesView = {
  points: number;
  time_zone: string;
  source: string | null;
  bucket_seconds: string | null;
};

/** A node with its figures over one range, as `getNodeFigures` of db/queries answers. */
export type NodeDetail = {
  node: Node;
  from: string;
  to: string;
  figures: Figures;
  /** Since when its target gives no reply now, whatever the range; null: it replies, or its probe is silent. */
  down_since: string | null;
  sources: RangeSource[];
  percentiles: PercentileMethod;
  as_of: string;
};

const path = (node_id: string) => `/api/v1/nodes/${encodeURIComponent(node_id)}`;

const seriesSearch = (choice: RangeChoice, { points, time_zone, source, bucket_seconds }: SeriesView): string => {
  const search = rangeParams(choice);
  search.set("points", String(points));
  search.set("time_zone", time_zone);
  if (source !== null) search.set("source", source);
  if (bucket_seconds !== null) search.set("bucket_seconds", bucket_seconds);
  return search.toString();
};

/** The routes that answer for a node over a range. */
export const seriesPath = (node_id: string, choice: RangeChoice, view: SeriesView) =>
  `${path(node_id)}/series?${seriesSearch(choice, view)}`;
export const jitterPath = (node_id: string, choice: RangeChoice, view: SeriesView) =>
  `${path(node_id)}/jitter?${seriesSearch(choice, view)}`;
export const overlaysPath = (node_id: string, choice: RangeChoice, view: SeriesView, keys: readonly string[]) =>
  `${path(node_id)}/overlays?${seriesSearch(choice, view)}&overlay=${keys.map(encodeURIComponent).join(",")}`;
export const nodeDetailPath = (node_id: string, choice: RangeChoice) =>
  `${path(node_id)}/figures?${rangeParams(choice).toString()}`;
export const distributionPath = (node_id: string, choice: RangeChoice) =>
  `${path(node_id)}/distribution?${rangeParams(choice).toString()}`;

/** GET /api/v1/nodes/{node_id}/series: the points of the node's charts. */
export const seriesQuery = (node_id: string, choice: RangeChoice, view: SeriesView) =>
  queryOptions({
    queryKey: ["nodes", node_id, "series", seriesSearch(choice, view)] as const,
    queryFn: ({ signal }) => getJson<Series>(seriesPath(node_id, choice, view), signal),
  });

/** GET /api/v1/nodes/{node_id}/jitter: how much latency varies, in the buckets of the series. */
export const jitterQuery = (node_id: string, choice: RangeChoice, view: SeriesView) =>
  queryOptions({
    queryKey: ["nodes", node_id, "jitter", seriesSearch(choice, view)] as const,
    queryFn: ({ signal }) => getJson<Jitter>(jitterPath(node_id, choice, view), signal),
  });

/** GET /api/v1/nodes/{node_id}/overlays: what is laid over the latency chart. */
export const overlaysQuery = (node_id: string, choice: RangeChoice, view: SeriesView, keys: readonly string[]) =>
  queryOptions({
    queryKey: ["nodes", node_id, "overlays", seriesSearch(choice, view), ...keys] as const,
    queryFn: ({ signal }) => getJson<SeriesOverlays>(overlaysPath(node_id, choice, view, keys), signal),
  });

/** GET /api/v1/nodes/{node_id}/figures: the node and its figures over one range. */
export const nodeDetailQuery = (node_id: string, choice: RangeChoice) =>
  queryOptions({
    queryKey: ["nodes", node_id, "detail", rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<NodeDetail>(nodeDetailPath(node_id, choice), signal),
  });

/** GET /api/v1/nodes/{node_id}/distribution: how the range's replies are spread over latency. */
export const distributionQuery = (node_id: string, choice: RangeChoice) =>
  queryOptions({
    queryKey: ["nodes", node_id, "distribution", rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<LatencyDistribution>(distributionPath(node_id, choice), signal),
  });
