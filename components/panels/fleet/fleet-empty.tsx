import { Code } from "#components/ui/code.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";

/** No node yet: how to get the first ones. */
export function FleetEmpty() {
  return (
    <PanelMessage kind="empty" title="There is no node yet.">
      <p>A node appears here with its first measurement. To get some:</p>
      <ul className="mt-3 flex flex-col gap-2 text-left">
        <li>
          import a file: <Code>npx fiber import FILE</Code>
        </li>
        <li>
          send to this console: <Code>POST /api/v1/ingest</Code>
        </li>
        <li>
          see a simulated fleet: <Code>FIBER_DEMO=1 npm start</Code>, on an embedded database without nodes
        </li>
      </ul>
    </PanelMessage>
  );
}
