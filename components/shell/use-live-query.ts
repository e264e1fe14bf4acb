import { hashKey, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryFunction, QueryKey } from "@tanstack/react-query";
import { useEffect } from "react";
import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import { refreshSeconds } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { useLive } from "./live.client.tsx";

/** Seconds between attempts while the answer is missing. */
export const RETRY_SECONDS = 10;

type LiveQuery<T> = {
  /** From `queryOptions` of lib/api. */
  options: { queryKey: QueryKey; queryFn?: unknown };
  /** What the server rendered with; undefined when it could not. */
  initial: T | undefined;
  initialProblem?: Problem | undefined;
  choice: RangeChoice;
  /** Moves slower than the page (a period that has ended): asked once a minute, and not what the page's freshness is told by. */
  slow?: boolean;
  /** False: not asked at all. */
  enabled?: boolean;
};

/** Seconds between two askings of what is slow. */
const SLOW_SECONDS = 60;

export type LiveAnswer<T> = {
  data: T | undefined;
  /** Why the newest attempt failed; `data` is then the answer before it, if there was one. */
  problem: Problem | undefined;
  /** When `data` arrived, and since when attempts fail, in milliseconds of this clock. */
  answeredAt: number;
  failingSince: number | undefined;
};

/**
 * An answer that keeps itself fresh: starts from what the server rendered, asks again by the range's interval, keeps the
 * old answer on an error and tries every 10 s. It rests while the tab is in the background, when paused and when the
 * range has ended.
 */
export function useLiveQuery<T extends { as_of: string }>({
  options,
  initial,
  initialProblem,
  choice,
  slow = false,
  enabled = true,
}: LiveQuery<T>): LiveAnswer<T> {
  const { paused, failing } = useLive();
  const client = useQueryClient();
  const pace = refreshSeconds(choice, new Date());
  const seconds = pace !== false && slow ? Math.max(SLOW_SECONDS, pace) : pace;
  const result = useQuery<T>({
    queryKey: options.queryKey,
    queryFn: options.queryFn as QueryFunction<T>,
    meta: { slow },
    enabled,
    initialData: initial,
    initialDataUpdatedAt: initial && Math.min(Date.now(), Date.parse(initial.as_of)),
    staleTime: seconds === false || paused ? Number.POSITIVE_INFINITY : seconds * 1000,
    refetchInterval: (query) => {
      if (paused) return false;
      // What cannot be understood is not understood later either.
      if (query.state.status === "error")
        return toProblem(query.state.error).kind === "invalid_input" ? false : RETRY_SECONDS * 1000;
      return seconds === false ? false : seconds * 1000;
    },
  });
  const hash = hashKey(options.queryKey);
  // A range seen before keeps its old answer in the cache; what the server just rendered is newer.
  useEffect(() => {
    if (!initial) return;
    const cached = client.getQueryData<T>(options.queryKey);
    if (!cached || Date.parse(cached.as_of) < Date.parse(initial.as_of)) client.setQueryData(options.queryKey, initial);
    // eslint-disable-next-line react/exhaustive-deps -- the hash stands for the key
  }, [client, hash, initial]);
  return {
    data: result.data,
    problem: result.error ? toProblem(result.error) : result.data === undefined ? initialProblem : undefined,
    answeredAt: result.dataUpdatedAt,
    failingSince: result.error ? (failing.get(hash) ?? result.errorUpdatedAt) : undefined,
  };
}
