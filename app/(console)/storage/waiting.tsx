import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import type { PanelHeight } from "#components/ui/panel.tsx";

/** A panel of this height while its answer is on its way. */
export const waiting = (title: string, height: PanelHeight) => (
  <Panel title={title} height={height}>
    <PanelSkeleton rows={Math.round(height / 36)} />
  </Panel>
);
