import type { ReactNode } from "react";
import { Panel } from "#components/ui/panel.tsx";

type FrameProps = { source?: ReactNode; menu?: ReactNode; children: ReactNode };

/** The panels of days and of hours, each of one height in every state. */
export const UptimeDaysFrame = (props: FrameProps) => (
  <Panel title="90 days" {...props} bodyClassName="h-[168px] max-md:h-[184px]" />
);

export const HourPatternFrame = (props: FrameProps) => (
  <Panel title="Hours of the day" {...props} bodyClassName="h-[270px] max-md:h-[300px]" />
);
