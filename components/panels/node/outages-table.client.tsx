"use client";

import { useShowHighlight } from "#components/charts/highlight.client.tsx";
import { useRange } from "#components/shell/use-range.ts";
import { Time, useTimeZone } from "#components/shell/zone.client.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatCount } from "#lib/format.ts";
import type { Node } from "#lib/model/node.ts";
import type { NodeOutages, Outage } from "#lib/model/outage.ts";
import { aroundOutage, depthText, lengthText, OUTAGE_WORDS, outageSentence } from "#lib/outages.ts";

const HEADINGS = [
  { text: "what", className: "text-left" },
  { text: "start", className: "text-left" },
  { text: "end", className: "text-left max-md:hidden" },
  { text: "length", className: "text-right" },
  { text: "depth", className: "text-left max-md:hidden" },
  { text: "missing", className: "text-right max-md:hidden" },
];

const CELL = "h-8 border-b border-line px-3 max-md:px-1.5 first:pl-0 last:pr-0 whitespace-nowrap";

/** One line an outage: pointing at it shows it in the charts, Enter or a click zooms to it. */
export function OutagesTable({ node, answer }: { node: Node; answer: NodeOutages }) {
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label="Outages and silences, newest first"
      className="min-h-0 flex-1 overflow-auto"
    >
      <table className="w-full border-separate border-spacing-0 text-13">
        <caption className="sr-only">Outages and silences, newest first</caption>
        <thead className="sticky top-0 z-10 bg-panel text-12 text-ink-3">
          <tr>
            {HEADINGS.map(({ text, className }) => (
              <th key={text} scope="col" className={`${CELL} ${className} font-normal`}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.outages.map((outage) => (
            <OutageRow key={`${outage.kind} ${outage.from}`} node={node} outage={outage} answer={answer} />
          ))}
        </tbody>
      </table>
      {answer.more > 0 ? (
        <p className="px-0 py-2 text-12 text-ink-3">
          and {formatCount(answer.more)} more, older than these; a shorter range lists them
        </p>
      ) : null}
    </div>
  );
}

function OutageRow({ node, outage, answer }: { node: Node; outage: Outage; answer: NodeOutages }) {
  const { zone } = useTimeZone();
  const { setChoice } = useRange();
  const show = useShowHighlight();
  const point = () => show({ from_ms: Date.parse(outage.from), to_ms: Date.parse(outage.to) });
  const zoom = () => {
    const { from_ms, to_ms } = aroundOutage(outage, Date.parse(answer.as_of));
    show(null);
    setChoice({ kind: "fixed", from: new Date(from_ms).toISOString(), to: new Date(to_ms).toISOString() });
  };
  const words = OUTAGE_WORDS[outage.kind];
  return (
    <tr className="hover:bg-hover has-focus-visible:bg-hover" onPointerEnter={point} onPointerLeave={() => show(null)}>
      <td className={CELL}>
        <button
          type="button"
          className="rounded-xs underline-offset-2 hover:underline"
          aria-label={`Zoom to ${outageSentence(outage, zone, answer.as_of)}`}
          onClick={zoom}
          onFocus={point}
          onBlur={() => show(null)}
        >
          <StatusMark mark={outage.kind} text={words} />
        </button>
      </td>
      <td className={CELL}>
        {outage.began_before ? <span className="text-ink-3 max-md:sr-only">before </span> : null}
        <Time at={outage.from} />
      </td>
      <td className={`${CELL} max-md:hidden`}>{outage.open ? <span>not ended</span> : <Time at={outage.to} />}</td>
      <td className={`${CELL} figure text-right`}>
        {lengthText(outage, node.interval_seconds, answer.source === "metrics")}
      </td>
      <td className={`${CELL} figure text-ink-2 max-md:hidden`}>{depthText(outage)}</td>
      <td className={`${CELL} figure text-right max-md:hidden`}>{formatCount(outage.missing_count)}</td>
    </tr>
  );
}
