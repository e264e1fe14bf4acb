"use client";

import { later } from "#components/ui/later.client.tsx";
import { PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";
import { DistributionFrame } from "./distribution-frame.tsx";
import { HourPatternFrame, UptimeDaysFrame } from "./pattern-frames.tsx";

const inside = (failed: boolean, rows: number) =>
  failed ? (
    <PanelMessage kind="error" title="This panel could not be loaded.">
      The console may have been updated since. Reload the page to try again.
    </PanelMessage>
  ) : (
    <PanelSkeleton rows={rows} />
  );

/** The panels below the charts: their code comes when they are near the window. */
export const LaterUptimeDays = later(
  () => import("./uptime-days-panel.client.tsx").then(({ UptimeDaysPanel }) => UptimeDaysPanel),
  (failed) => <UptimeDaysFrame>{inside(failed, 4)}</UptimeDaysFrame>,
);

export const LaterHourPattern = later(
  () => import("./hour-pattern-panel.client.tsx").then(({ HourPatternPanel }) => HourPatternPanel),
  (failed) => <HourPatternFrame>{inside(failed, 8)}</HourPatternFrame>,
);

export const LaterDistribution = later(
  () => import("./distribution-panel.client.tsx").then(({ DistributionPanel }) => DistributionPanel),
  (failed) => <DistributionFrame>{inside(failed, 9)}</DistributionFrame>,
);
