"use client";

import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { nodeDetailQuery } from "#lib/api/series.ts";
import type { NodeDetail } from "#lib/api/series.ts";
import { formatCount, formatTime, latencyQuantity, percentQuantity, shareQuantity } from "#lib/format.ts";
import { HEALTH_LIMITS } from "#lib/health.ts";
import type { Node } from "#lib/model/node.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { percentilesText, sourcesText } from "#lib/source-line.ts";
import { FiguresFrame } from "./figures-frame.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Trouble } from "./trouble.client.tsx";

type NodeFiguresProps = {
  node: Node;
  choice: RangeChoice;
  /** When the server read the node, ms. */
  read_ms: number;
  initial: NodeDetail | undefined;
  initialProblem: Problem | undefined;
};

/** What is wrong now, and the figures of the range in a row, with what they rest on. */
export function NodeFigures({ node, choice, read_ms, initial, initialProblem }: NodeFiguresProps) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<NodeDetail>({
    options: nodeDetailQuery(node.node_id, choice),
    initial,
    initialProblem,
    choice,
  });
  const { data, problem } = answer;
  return (
    <>
      <Trouble node={data?.node ?? node} down_since={data?.down_since ?? null} read_ms={read_ms} />
      {data ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
          <FigureTiles detail={data} />
          <p className="px-1 text-12 text-ink-3">
            {problem ? <StatusMark mark="late" label="none" className="mr-1.5" /> : null}
            {restsOn(data, zone)}
            {problem ? ` · not refreshed since ${formatTime(answer.answeredAt, zone)}` : null}
          </p>
        </div>
      ) : (
        <FiguresFrame>{problem ? <ProblemMessage problem={problem} /> : null}</FiguresFrame>
      )}
    </>
  );
}

/** "2026-11-21 13:02 to 2026-11-22 13:02 · measurements · p50/p95/p99 exact" */
function restsOn({ from, to, sources, percentiles, as_of }: NodeDetail, zone: string): string {
  const range = `${formatTime(from, zone)} to ${formatTime(to, zone)}`;
  return [range, sourcesText(sources, zone, as_of), percentilesText(percentiles, "p50/p95/p99")].join(" · ");
}

type Limited = keyof typeof HEALTH_LIMITS;

/** The mark of a figure beyond its limit, told as nodeHealth() tells it; good looks like nothing. */
function markOf(name: Limited, value: number | null): Mark | undefined {
  if (value === null) return undefined;
  const limits = HEALTH_LIMITS[name];
  const beyond = (limit: number) => (name === "uptime_pct" ? value < limit : value >= limit);
  return beyond(limits.bad) ? "bad" : beyond(limits.degraded) ? "degraded" : undefined;
}

function FigureTiles({ detail: { figures } }: { detail: NodeDetail }) {
  const { measurement_count, expected_count, reply_count, loss_known_count } = figures;
  const none = measurement_count === 0 ? "no sample" : "no reply";
  const replies = reply_count === 0 ? none : `${formatCount(reply_count)} replies`;
  return (
    <StatRow label="Figures of the range">
      <Stat label="p50" quantity={latencyQuantity(figures.latency_ms_p50)} source={replies} />
      <Stat
        label="p95"
        quantity={latencyQuantity(figures.latency_ms_p95)}
        mark={markOf("latency_ms_p95", figures.latency_ms_p95)}
        source={replies}
      />
      <Stat label="p99" quantity={latencyQuantity(figures.latency_ms_p99)} source={replies} />
      <Stat
        label="average"
        quantity={latencyQuantity(figures.latency_ms_avg)}
        source={extremes(detailRange(figures)) ?? none}
      />
      <Stat
        label="uptime"
        quantity={percentQuantity(figures.uptime_pct, 2)}
        mark={markOf("uptime_pct", figures.uptime_pct)}
        source={measurement_count === 0 ? "no sample" : `${formatCount(measurement_count)} samples`}
      />
      <Stat
        label="loss"
        quantity={percentQuantity(figures.packet_loss, 2)}
        mark={markOf("packet_loss", figures.packet_loss)}
        source={lossSource(measurement_count, loss_known_count)}
      />
      <Stat
        label="coverage"
        quantity={shareQuantity(figures.coverage)}
        source={
          expected_count === 0
            ? "none expected"
            : `${formatCount(measurement_count)} of ${formatCount(expected_count)} samples`
        }
        className="max-md:col-span-2 md:max-xl:col-span-3"
      />
    </StatRow>
  );
}

function lossSource(measured: number, known: number): string {
  if (measured === 0) return "no sample";
  if (known === 0) return "not known to the source";
  return known === measured ? "of all samples" : `known of ${formatCount(known)} samples`;
}

const detailRange = (f: NodeDetail["figures"]) => [f.latency_ms_min, f.latency_ms_max] as const;

const extremes = ([low, high]: readonly [number | null, number | null]) =>
  low === null || high === null ? undefined : `${latencyQuantity(low).value} to ${latencyQuantity(high).value} ms`;
