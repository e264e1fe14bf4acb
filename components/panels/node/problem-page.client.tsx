"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { RETRY_SECONDS } from "#components/shell/use-live-query.ts";
import type { Problem } from "#lib/problem.ts";

/** In place of a page whose very subject could not be asked for. Asks the server again every 10 s while it is looked at. */
export function ProblemPage({ problem }: { problem: Problem }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, RETRY_SECONDS * 1000);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <div className="flex min-h-[60vh] flex-col">
      <ProblemMessage problem={problem} retrySeconds={RETRY_SECONDS} />
    </div>
  );
}
