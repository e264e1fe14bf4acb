"use client";

import Link from "next/link";
import { useQueryStates } from "nuqs";
import type { ComponentProps } from "react";
import { keptSearch, viewParams } from "./search-params.ts";

/** The tail that a link needs to keep range and zone, as chosen last: a page that is still loading counts already. */
export const useKeptSearch = (): string => {
  const [view] = useQueryStates(viewParams);
  return keptSearch(view);
};

/** A link to another page of the console that keeps range and zone. */
export function KeepLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, "href"> & { href: string }) {
  return <Link href={`${href}${useKeptSearch()}`} {...rest} />;
}
