"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ComponentProps } from "react";
import { keptSearch } from "./search-params.ts";

/** The tail that a link needs to keep range and zone. */
export const useKeptSearch = (): string => keptSearch(useSearchParams());

/** A link to another page of the console that keeps range and zone. */
export function KeepLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, "href"> & { href: string }) {
  return <Link href={`${href}${useKeptSearch()}`} {...rest} />;
}
