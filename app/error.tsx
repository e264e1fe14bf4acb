"use client";

import { Button } from "#components/ui/button.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";

/** What is shown when a page fails in a way that none of its panels foresaw. The digest finds it in the server's log. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="flex min-h-[60vh] flex-col">
      <h1 className="sr-only">The page failed</h1>
      <PanelMessage
        kind="error"
        title="This page failed to render."
        action={<Button onClick={reset}>Try again</Button>}
      >
        Nothing was changed. The server&apos;s log has the reason{error.digest ? ` under ${error.digest}` : ""}.
      </PanelMessage>
    </main>
  );
}
