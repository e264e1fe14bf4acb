import { Time } from "#components/shell/zone.client.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { NOTHING } from "#lib/format.ts";
import type { AuditEvent } from "#lib/model/access.ts";
import { Table } from "./table.tsx";

const HEADINGS = [
  { text: "time" },
  { text: "who" },
  { text: "what" },
  { text: "outcome" },
  { text: "from", narrow: "hide" },
  { text: "detail", narrow: "hide" },
] as const;

const MARKS: Record<AuditEvent["outcome"], Mark> = { done: "online", refused: "late", failed: "bad" };

const detailText = (detail: AuditEvent["detail"]): string =>
  Object.entries(detail ?? {})
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");

/** Rows of the audit. Good looks like nothing: only what was refused or failed has a mark. */
export function AuditTable({ events }: { events: AuditEvent[] }) {
  return (
    <Table label="Rows of the audit" headings={[...HEADINGS]}>
      {events.map((event) => {
        const detail = detailText(event.detail);
        return (
          <tr key={event.event_id}>
            <td className="whitespace-nowrap">
              <Time at={event.at} format="second" />
            </td>
            <td className="max-w-48 truncate" title={event.actor_name ?? undefined}>
              {event.actor_name ?? NOTHING}
              {event.actor_kind === "person" ? null : <span className="text-ink-3"> {event.actor_kind}</span>}
            </td>
            <td className="max-w-64 truncate" title={`${event.action} ${event.subject ?? ""}`}>
              {event.action}
              {event.subject && event.subject !== event.actor_name ? (
                <span className="text-ink-2"> {event.subject}</span>
              ) : null}
            </td>
            <td className="whitespace-nowrap">
              {event.outcome === "done" ? "done" : <StatusMark mark={MARKS[event.outcome]} text={event.outcome} />}
            </td>
            <td className="figure max-md:hidden">{event.address ?? NOTHING}</td>
            <td className="w-[30%] max-w-0 truncate text-ink-2 max-md:hidden" title={detail}>
              {detail}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
