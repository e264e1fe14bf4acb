"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useEffect } from "react";
import type { ReactNode } from "react";
import { LiveProvider } from "./live.client.tsx";
import { watchTheme } from "#components/ui/theme.ts";
import { ZoneProvider } from "./zone.client.tsx";

type ProvidersProps = {
  /** The viewer's zone as remembered, UTC on the first visit. */
  zone: string;
  children: ReactNode;
};

/** Everything that components find in context: URL state, answers, zone. */
export function Providers({ zone, children }: ProvidersProps) {
  useEffect(watchTheme, []);
  return (
    <NuqsAdapter>
      <LiveProvider>
        <ZoneProvider zone={zone}>{children}</ZoneProvider>
      </LiveProvider>
    </NuqsAdapter>
  );
}
