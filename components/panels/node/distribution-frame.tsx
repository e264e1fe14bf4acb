import type { ReactNode } from "react";
import { Panel } from "#components/ui/panel.tsx";

type DistributionFrameProps = { source?: ReactNode; menu?: ReactNode; children: ReactNode };

/** The panel of a node's latency distribution, of one height in every state. */
export function DistributionFrame({ source, menu, children }: DistributionFrameProps) {
  return (
    <Panel title="Distribution" source={source} menu={menu} bodyClassName="min-h-[292px] max-md:min-h-[376px]">
      {children}
    </Panel>
  );
}
