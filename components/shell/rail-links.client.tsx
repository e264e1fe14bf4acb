"use client";

import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { KeepLink } from "./keep-link.client.tsx";
import { navigationFor, navigationOf } from "./navigation.ts";
import { usePerson } from "./person.client.tsx";

/** The list of pages. Folded, the names stay for screen readers and as tooltips of the platform. */
export function RailLinks({ labelClass, onNavigate }: { labelClass?: string; onNavigate?: () => void }) {
  const current = navigationOf(usePathname());
  const { role } = usePerson();
  return (
    <ul className="flex flex-col gap-0.5">
      {navigationFor(role).map((item) => {
        const active = item === current;
        return (
          <li key={item.href}>
            <KeepLink
              href={item.href}
              title={item.label}
              aria-current={active ? "page" : undefined}
              {...(onNavigate ? { onClick: onNavigate } : {})}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-md px-2 text-13",
                active ? "bg-hover font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
              )}
            >
              <item.icon size={16} strokeWidth={1.75} aria-hidden="true" className="shrink-0" />
              <span className={labelClass}>{item.label}</span>
            </KeepLink>
          </li>
        );
      })}
    </ul>
  );
}
