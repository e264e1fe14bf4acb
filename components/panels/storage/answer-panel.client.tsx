"use client";

import type { ReactNode } from "react";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { RETRY_SECONDS } from "#components/shell/use-live-query.ts";
import type { LiveAnswer } from "#components/shell/use-live-query.ts";
import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import type { PanelHeight } from "#components/ui/panel.tsx";
import { StaleLine } from "./stale-line.client.tsx";

type AnswerPanelProps<T> = {
  title: string;
  source: ReactNode;
  answer: LiveAnswer<T>;
  /** Least height of the content in px, the same in every state. */
  height: PanelHeight;
  flush?: boolean;
  menu?: ReactNode;
  children: (data: T) => ReactNode;
};

/** A panel around an answer: the answer, or why there is none, or bars while it is on its way. An old answer stays and says so. */
export function AnswerPanel<T>({ title, source, answer, height, flush = false, menu, children }: AnswerPanelProps<T>) {
  const { data, problem } = answer;
  const frame = { title, height };
  if (data === undefined) {
    return (
      <Panel {...frame} source={problem ? `Retrying every ${RETRY_SECONDS} s` : ""}>
        {problem ? <ProblemMessage problem={problem} /> : <PanelSkeleton />}
      </Panel>
    );
  }
  const { failingSince } = answer;
  const line = failingSince === undefined ? source : <StaleLine answer={answer} failingSince={failingSince} />;
  return (
    <Panel {...frame} source={line} menu={menu} flush={flush}>
      {children(data)}
    </Panel>
  );
}
