"use client";

import { usePathname } from "next/navigation";
import { KeepLink } from "./keep-link.client.tsx";
import { navigationOf, subpageOf } from "./navigation.ts";

/** Where am I: the page, and what of it. */
export function Path() {
  const pathname = usePathname();
  const item = navigationOf(pathname);
  const subpage = subpageOf(pathname);
  if (!item) return null;
  return (
    <nav aria-label="Where you are" className="min-w-0">
      <ol className="flex items-center gap-1.5 text-14">
        <li className="min-w-0">
          {subpage === undefined ? (
            <span aria-current="page" className="font-medium">
              {item.label}
            </span>
          ) : (
            <KeepLink href={item.href} className="text-ink-2 hover:text-ink">
              {item.label}
            </KeepLink>
          )}
        </li>
        {subpage === undefined ? null : (
          <>
            <li aria-hidden="true" className="text-ink-3">
              /
            </li>
            <li aria-current="page" className="truncate font-medium">
              {subpage}
            </li>
          </>
        )}
      </ol>
    </nav>
  );
}
