import type { ReactNode } from "react";
import { Panel, PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";
import { PANEL_HEIGHT, PANEL_TITLE } from "./series-panel-kinds.ts";
import type { NodePanelKind } from "./series-panel-kinds.ts";

const KINDS: NodePanelKind[] = ["latency", "jitter", "uptime", "loss", "coverage"];

/** The frames of a node's charts with something else inside; a panel for which there is nothing to say refers to the first. */
export function SeriesPanels({ children }: { children: (kind: NodePanelKind) => ReactNode }) {
  return (
    <div className="grid gap-4">
      {KINDS.map((kind) => (
        <Panel key={kind} title={PANEL_TITLE[kind]} bodyClassName={PANEL_HEIGHT[kind]}>
          {children(kind) ?? <PanelMessage kind="empty" title="Nothing to draw." />}
        </Panel>
      ))}
    </div>
  );
}

/** The same frames while the answer is on its way. */
export function SeriesSkeletons() {
  return <SeriesPanels>{(kind) => <PanelSkeleton rows={kind === "latency" ? 12 : 4} />}</SeriesPanels>;
}
