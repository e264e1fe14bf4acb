import { notifyManager, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { partName } from "#lib/api/part-names.ts";
import { useLive } from "./live.client.tsx";

export type Freshness = {
  /** When the oldest answer on screen that moves with the page arrived; undefined when nothing on this page refreshes itself. */
  answeredAt: number | undefined;
  /** Since when something on screen fails to refresh. */
  failingSince: number | undefined;
  /** The parts of the page that fail, by their titles; empty when all of it does, or nothing. */
  failing: string[];
};

const NONE = "0|0|";

/** How fresh what is on screen is, over all queries that a mounted component uses. */
export function useFreshness(): Freshness {
  const client = useQueryClient();
  const { failing } = useLive();
  // Batched: a question can be new amid a rendering, when nothing else may be changed.
  const subscribe = useCallback(
    (listener: () => void) => client.getQueryCache().subscribe(notifyManager.batchCalls(listener)),
    [client],
  );
  const read = () => {
    const used = client.getQueryCache().findAll({ type: "active" });
    const answers = used
      .filter(({ meta }) => meta?.["slow"] !== true)
      .map((query) => query.state.dataUpdatedAt)
      .filter((at) => at > 0);
    const failed = used.filter((query) => failing.has(query.queryHash));
    const failures = failed.map((query) => failing.get(query.queryHash) ?? 0);
    const names = failed.length === used.length ? [] : failed.map((query) => partName(query.queryKey));
    return [
      answers.length > 0 ? Math.min(...answers) : 0,
      failures.length > 0 ? Math.min(...failures) : 0,
      [...new Set(names)].join(","),
    ].join("|");
  };
  // One text: a snapshot must be the same as long as nothing changed.
  const [answered, failed, names = ""] = useSyncExternalStore(subscribe, read, () => NONE).split("|");
  return {
    answeredAt: Number(answered) || undefined,
    failingSince: Number(failed) || undefined,
    failing: names === "" ? [] : names.split(","),
  };
}
