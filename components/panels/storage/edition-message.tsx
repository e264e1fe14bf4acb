import { PanelMessage } from "#components/ui/panel.tsx";
import type { DatabaseOverview } from "#lib/model/storage.ts";

type EditionMessageProps = {
  edition: DatabaseOverview["edition"] | undefined;
  /** What there is none of: "continuous aggregates", "policies". */
  what: string;
  /** What to do to have one. */
  remedy: string;
};

/** An empty list, told apart by why: the edition has no such thing, or there is none yet. */
export function EditionMessage({ edition, what, remedy }: EditionMessageProps) {
  if (edition === "apache") {
    return (
      <PanelMessage kind="not_available" title={`The Apache edition of TimescaleDB has no ${what}.`}>
        They belong to the Community edition, which this server does not run. The measurements are all there.
      </PanelMessage>
    );
  }
  return (
    <PanelMessage kind="empty" title={`There are no ${what}.`}>
      {remedy}
    </PanelMessage>
  );
}
