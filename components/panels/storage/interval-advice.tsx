import { SqlBlock } from "#components/panels/jobs/sql-block.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { setChunkInterval } from "#lib/advisor/text.ts";
import { adviseInterval, INTERVAL_RULE } from "#lib/chunk-interval.ts";
import type { IntervalAdvice } from "#lib/chunk-interval.ts";
import { formatDuration } from "#lib/format.ts";
import type { MemoryFacts } from "#lib/model/storage-detail.ts";
import type { Hypertable } from "#lib/model/storage.ts";

const MARKS: Record<IntervalAdvice["verdict"], Mark> = {
  keep: "online",
  shorter: "late",
  longer: "late",
  unknown: "never",
};

/** Whether the chunk interval suits the memory, why, the statement that changes it, and where the rule comes from. */
export function IntervalAdviceView({ hypertable, memory }: { hypertable: Hypertable; memory: MemoryFacts }) {
  const advice = adviseInterval({ ...hypertable, memory });
  return (
    <div className="grid gap-1.5 text-13">
      <p className="flex items-baseline gap-1.5">
        <StatusMark mark={MARKS[advice.verdict]} label="none" className="translate-y-px" />
        {verdictText(advice, hypertable)}
      </p>
      <ul className="list-disc pl-5 text-12 text-ink-2">
        {advice.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {advice.suggested_seconds === null ? null : (
        <SqlBlock
          label="SQL of the chunk interval"
          sql={setChunkInterval(
            { schema: hypertable.hypertable_schema, name: hypertable.hypertable_name },
            advice.suggested_seconds,
          )}
        />
      )}
      <p className="text-12 text-ink-3">
        {INTERVAL_RULE.text} Rule:{" "}
        <a href={INTERVAL_RULE.url} rel="noreferrer" target="_blank" className="underline">
          {INTERVAL_RULE.title}
        </a>
      </p>
    </div>
  );
}

function verdictText({ verdict, suggested_seconds }: IntervalAdvice, { chunk_interval_seconds }: Hypertable): string {
  const now = formatDuration(chunk_interval_seconds);
  if (verdict === "keep") return `${now} suits the memory of this server.`;
  if (verdict === "unknown") return "It cannot be judged yet.";
  return `${formatDuration(suggested_seconds)} would suit it better than ${now}.`;
}
