import type { Lifecycle } from "./model/lifecycle.ts";

type Parts = Pick<Lifecycle, "edges" | "aggregates">;

const chunksText = ({ edges }: Parts): string => {
  if (edges.length === 0) return "no policy compresses or drops its chunks";
  const idle = edges.filter(({ scheduled }) => !scheduled).length;
  if (idle === 0) return "every chunk is where its policies want it";
  return idle === edges.length ? "its policies do not run" : "one of its policies does not run";
};

const bucketsText = ({ aggregates }: Parts): string => {
  if (aggregates.length === 0) return "no aggregate reads it";
  const idle = aggregates.filter(({ refreshed }) => !refreshed).map(({ view_name }) => view_name);
  return idle.length === 0 ? "every bucket is refreshed or will be" : `no policy refreshes ${idle.join(", ")}`;
};

/** What is true where nothing collides; `kept`: because policies see to it, not because there are none. */
export const calmOf = (of: Parts): { kept: boolean; text: string } => {
  if (of.edges.length === 0 && of.aggregates.length === 0)
    return {
      kept: false,
      text: "No policy compresses or drops its chunks and no aggregate reads it: they stay as they are.",
    };
  const kept =
    of.edges.length > 0 &&
    of.edges.every(({ scheduled }) => scheduled) &&
    of.aggregates.every(({ refreshed }) => refreshed);
  return { kept, text: `Nothing collides: ${chunksText(of)}, and ${bucketsText(of)}.` };
};
