import { formatBytes, formatCount, formatDuration } from "./format.ts";
import type { Lifecycle, LifecycleAggregate } from "./model/lifecycle.ts";

type Parts = Pick<Lifecycle, "edges" | "aggregates">;

const chunksText = ({ edges }: Parts): string => {
  if (edges.length === 0) return "no policy compresses or drops its chunks";
  const idle = edges.filter(({ scheduled }) => !scheduled).length;
  const due = edges.flatMap((edge) => edge.due ?? []);
  if (idle === 0) return due.length === 0 ? "every chunk is where its policies want it" : due.join("; ");
  return idle === edges.length ? "its policies do not run" : "one of its policies does not run";
};

/** Whether this role is told what the aggregate has and lacks. */
const isTold = ({ materialized_state, holes }: LifecycleAggregate) =>
  materialized_state === "nothing" || (materialized_state === "known" && holes !== null);

const namesOf = (aggregates: LifecycleAggregate[]) => aggregates.map(({ view_name }) => view_name).join(", ");

const untoldText = (untold: LifecycleAggregate[]): string => {
  const why = untold.some(({ materialized_state }) => materialized_state === "not_permitted")
    ? "this role may not read it"
    : "this server does not tell";
  return `what ${namesOf(untold)} has and lacks is not known: ${why}`;
};

const bucketsText = ({ aggregates }: Parts): string => {
  if (aggregates.length === 0) return "no aggregate reads it";
  const idle = aggregates.filter(({ refreshed }) => !refreshed);
  const untold = aggregates.filter((each) => !isTold(each));
  if (idle.length === 0 && untold.length === 0) return "every bucket is refreshed or will be";
  return [idle.length > 0 ? `no policy refreshes ${namesOf(idle)}` : "", untold.length > 0 ? untoldText(untold) : ""]
    .filter(Boolean)
    .join("; ");
};

/** What is true where no collision is known; `kept`: because policies see to it, not because there are none. */
export const calmOf = (of: Parts): { kept: boolean; text: string } => {
  const { edges, aggregates } = of;
  // Without a policy of any kind nothing acts, so there is nothing that could collide.
  if (edges.length === 0 && aggregates.every(({ window }) => window === null)) {
    const reads = aggregates.length === 0 ? "no aggregate reads it" : bucketsText(of);
    return {
      kept: false,
      text: `There is nothing to collide: no policy compresses or drops its chunks, and ${reads}.`,
    };
  }
  const untold = aggregates.some((each) => !isTold(each));
  const kept =
    !untold &&
    edges.length > 0 &&
    edges.every(({ scheduled, due }) => scheduled && due === null) &&
    aggregates.every(({ refreshed }) => refreshed);
  const start = untold ? "Nothing that can be seen collides" : "Nothing collides";
  return { kept, text: `${start}: ${chunksText(of)}, and ${bucketsText(of)}.` };
};

const STATE_TEXT = {
  nothing: "nothing materialized",
  not_available: "this server does not tell up to when it is materialized",
  not_permitted: "not permitted to see what it has: this role may not read it",
} as const;

const ago = (now_ms: number, ms: number) => formatDuration(Math.abs(now_ms - ms) / 1000);

/** What an aggregate has of the hypertable, in a line: up to when, its window, its holes. */
export function coverageText(of: LifecycleAggregate, now_ms: number): string {
  const { until_ms, materialized_state, window, holes, own } = of;
  const until =
    until_ms === null
      ? STATE_TEXT[materialized_state === "known" ? "nothing" : materialized_state]
      : until_ms > now_ms
        ? `stored to ${ago(now_ms, until_ms)} ahead of now`
        : `stored to ${ago(now_ms, until_ms)} ago`;
  const refreshed =
    window === null
      ? "no refresh policy"
      : `${of.refreshed ? "refreshed" : "not refreshed: its policy does not run,"} from ${window.from_ms === null ? "the beginning" : ago(now_ms, window.from_ms)} to ${ago(now_ms, window.to_ms)} ago`;
  const lacking =
    holes === null
      ? materialized_state === "nothing"
        ? ""
        : "holes not known"
      : holes.length === 0
        ? "no holes"
        : `${formatCount(holes.length)} ${holes.length === 1 ? "hole" : "holes"}`;
  return [own ? "these chunks" : "", until, refreshed, lacking].filter(Boolean).join(" · ");
}

/** What the archive holds, in one clause: "none archived" and "not available" are two things. */
export const archivedText = ({ archived }: Pick<Lifecycle, "archived">): string => {
  if (archived === null) return "no ledger of the archive that may be read";
  if (archived.length === 0) return "none archived";
  const alone = archived.filter(({ kept }) => !kept).length;
  const bytes = archived.reduce((sum, { archive_bytes }) => sum + archive_bytes, 0);
  return `${formatCount(archived.length)} archived, ${formatCount(alone)} of them in the archive alone, ${formatBytes(bytes)} there`;
};
