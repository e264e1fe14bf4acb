"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { distributionPath, distributionQuery, nodeDetailQuery } from "#lib/api/series.ts";
import { distributionCsv, distributionSummary } from "#lib/chart-distribution.ts";
import { formatRecentTime, formatTime } from "#lib/format.ts";
import type { LatencyDistribution } from "#lib/model/distribution.ts";
import type { Node } from "#lib/model/node.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { sourcesText } from "#lib/source-line.ts";
import { DistributionFrame } from "./distribution-frame.tsx";
import { DistributionTable } from "./distribution-table.client.tsx";

// The one chart that brings a library along: it comes after the page, and only to a browser.
const Chart = dynamic(
  () =>
    import("#components/charts/chart-bars-distribution.client.tsx").then(
      (module) => module.ChartBarsDistribution,
      () => NotLoaded,
    ),
  { ssr: false, loading: () => <PanelSkeleton rows={9} /> },
);

const NotLoaded = () => (
  <PanelMessage kind="error" title="The drawing could not be loaded.">
    Its values stand in the table, in the menu above. Reload the page to try again.
  </PanelMessage>
);

type DistributionPanelProps = {
  node: Node;
  choice: RangeChoice;
  initial: LatencyDistribution | undefined;
  initialProblem: Problem | undefined;
};

/** How the range's replies are spread over latency, as bars or as a table. Keeps itself fresh. */
export function DistributionPanel({ node, choice, initial, initialProblem }: DistributionPanelProps) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const options = distributionQuery(node.node_id, choice);
  const answer = useLiveQuery<LatencyDistribution>({ options, initial, initialProblem, choice });
  const { data, problem } = answer;
  if (!data)
    return (
      <DistributionFrame>
        {problem ? <ProblemMessage problem={problem} /> : <PanelSkeleton rows={9} />}
      </DistributionFrame>
    );
  if (data.bins.length === 0) {
    return (
      <DistributionFrame source={sourceText(data, zone)}>
        <PanelMessage kind="empty" title="No reply in this range.">
          Without a reply there is no latency. The figures above say whether anything was measured.
        </PanelMessage>
      </DistributionFrame>
    );
  }
  const menu = (
    <PanelMenu
      title="Distribution"
      file={`${node.node_name}-distribution`}
      table={{ shown: table, onChange: setTable }}
      sql={distributionPath(node.node_id, choice)}
      csv={() => distributionCsv(data)}
      png
    />
  );
  const source = (
    <>
      {problem ? <StatusMark mark="late" label="none" className="mr-1.5" /> : null}
      {sourceText(data, zone)}
      {problem ? ` · not refreshed since ${formatTime(answer.answeredAt, zone)}` : null}
    </>
  );
  return (
    <DistributionFrame source={source} menu={menu}>
      {table ? <DistributionTable distribution={data} /> : <Bars distribution={data} choice={choice} />}
    </DistributionFrame>
  );
}

/** "measurements · bins of 5 % · read 13:02" */
function sourceText({ sources, as_of }: LatencyDistribution, zone: string): string {
  const read = `read ${formatRecentTime(as_of, zone, as_of)}`;
  return [sourcesText(sources, zone, as_of), "bins of 5\u00a0%", read].join(" · ");
}

function Bars({ distribution, choice }: { distribution: LatencyDistribution; choice: RangeChoice }) {
  // Only looks at the answer that the figures ask for.
  const { data } = useQuery({ ...nodeDetailQuery(distribution.node_id, choice), enabled: false });
  const percentiles = data?.figures;
  return (
    <Chart
      distribution={distribution}
      percentiles={percentiles}
      summary={distributionSummary(distribution, percentiles)}
    />
  );
}
