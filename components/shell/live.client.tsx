"use client";

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { FiberError } from "#lib/errors.ts";

type Live = {
  paused: boolean;
  setPaused: (paused: boolean) => void;
  /** When a query began to fail, by its hash; absent while it succeeds. */
  failing: ReadonlyMap<string, number>;
};

const LiveContext = createContext<Live>({ paused: false, setPaused: () => {}, failing: new Map() });

/** Whether the page refreshes itself, and since when what fails has failed. */
export const useLive = (): Live => useContext(LiveContext);

/** The session has ended: nothing on screen can be asked again. */
const goToSignIn = () => {
  const { pathname, search } = window.location;
  if (pathname !== "/login") window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
};

function makeClient(failing: Map<string, number>): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (error instanceof FiberError && error.kind === "not_signed_in") goToSignIn();
        // A question that is refused is answered: the page is as fresh as its other answers.
        if (error instanceof FiberError && error.kind === "invalid_input") return;
        if (!failing.has(query.queryHash)) failing.set(query.queryHash, Date.now());
      },
      onSuccess: (_data, query) => void failing.delete(query.queryHash),
    }),
    // A failed query is asked again by its interval, which says so on screen; silent retries would hide the failure.
    defaultOptions: { queries: { retry: false, refetchIntervalInBackground: false, networkMode: "always" } },
  });
}

/** Gives the page its cache of answers and the pause switch. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [{ client, failing }] = useState(() => {
    const failing = new Map<string, number>();
    return { client: makeClient(failing), failing };
  });
  const [paused, setPaused] = useState(false);
  const live = useMemo(() => ({ paused, setPaused, failing }), [paused, failing]);
  return (
    <QueryClientProvider client={client}>
      <LiveContext value={live}>{children}</LiveContext>
    </QueryClientProvider>
  );
}
