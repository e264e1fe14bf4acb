import type { ReactNode } from "react";
import { Panel } from "#components/ui/panel.tsx";

type OutagesFrameProps = { source?: ReactNode; menu?: ReactNode; children: ReactNode };

/** The panel of a node's outages and silences, of one height in every state. */
export function OutagesFrame({ source, menu, children }: OutagesFrameProps) {
  return (
    <Panel
      className="below"
      title="Outages and silences"
      source={source}
      menu={menu}
      flush
      bodyClassName="h-[300px] px-4 pb-4"
    >
      {children}
    </Panel>
  );
}
