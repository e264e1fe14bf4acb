import { useQuery } from "@tanstack/react-query";
import type { QueryFunction, QueryKey } from "@tanstack/react-query";
import { useHydrated } from "#components/ui/use-hydrated.ts";

/**
 * The answer that another part of the page asks for, without asking; undefined while there is none. Also undefined on the
 * server and during hydration, when it depends on which part came first whether there is one.
 */
export function useAnswerOfOthers<T>(options: { queryKey: QueryKey; queryFn?: unknown }): T | undefined {
  const hydrated = useHydrated();
  const { data } = useQuery<T>({
    queryKey: options.queryKey,
    queryFn: options.queryFn as QueryFunction<T>,
    enabled: false,
  });
  return hydrated ? data : undefined;
}
