"use client";

import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import { COMPARE_MAX } from "#lib/compare.ts";
import { NodePicker } from "./node-picker.client.tsx";
import { useComparison } from "./use-comparison.ts";

/** Nothing chosen yet: what a comparison shows, and the two ways to choose. */
export function CompareEmpty() {
  const state = useComparison();
  return (
    <Panel title="Compare" height={440}>
      <PanelMessage kind="empty" title="No node is chosen." action={<NodePicker state={state} look="accent" />}>
        <p>
          Up to {COMPARE_MAX} nodes stand beside each other on one scale, or over each other, as measured or relative to
          each one&apos;s own median. Choose them here, or on the{" "}
          <KeepLink href="/" className="text-accent underline">
            fleet page
          </KeepLink>{" "}
          with <Kbd>x</Kbd> on a row and <Kbd>c</Kbd> to compare.
        </p>
      </PanelMessage>
    </Panel>
  );
}
