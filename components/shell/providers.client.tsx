"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { LiveProvider } from "./live.client.tsx";
import { ZoneProvider } from "./zone.client.tsx";

type ProvidersProps = {
  /** Of the Content-Security-Policy, when there is one. */
  nonce: string | undefined;
  /** The viewer's zone as remembered, UTC on the first visit. */
  zone: string;
  children: ReactNode;
};

/** Everything that components find in context: theme, URL state, answers, zone. */
export function Providers({ nonce, zone, children }: ProvidersProps) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableColorScheme={false}
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <CSPProvider {...(nonce === undefined ? {} : { nonce })} disableStyleElements>
        <Tooltip.Provider delay={400}>
          <NuqsAdapter>
            <LiveProvider>
              <ZoneProvider zone={zone}>{children}</ZoneProvider>
            </LiveProvider>
          </NuqsAdapter>
        </Tooltip.Provider>
      </CSPProvider>
    </ThemeProvider>
  );
}
