"use client";

import dynamic from "next/dynamic";
import { PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";

const NotLoaded = () => (
  <PanelMessage kind="error" title="The table could not be loaded.">
    The console may have been updated since. Reload the page to try again; the values can be saved as CSV in the menu
    above.
  </PanelMessage>
);

const loading = () => <PanelSkeleton rows={4} />;

/** The table twins of charts: they come when they are asked for. */
export const SeriesTable = dynamic(
  () =>
    import("./series-table.client.tsx").then(
      (module) => module.SeriesTable,
      () => NotLoaded,
    ),
  { ssr: false, loading },
);

export const JitterTable = dynamic(
  () =>
    import("./jitter-table.client.tsx").then(
      (module) => module.JitterTable,
      () => NotLoaded,
    ),
  { ssr: false, loading },
);
