"use client";

import { usePathname } from "next/navigation";
import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { SETTINGS } from "#components/shell/navigation.ts";
import { cn } from "#components/ui/cn.ts";

/** The pages of settings. */
export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-1 border-b">
      {SETTINGS.map(({ segment, label }) => {
        const current = pathname === `/settings/${segment}`;
        return (
          <KeepLink
            key={segment}
            href={`/settings/${segment}`}
            aria-current={current ? "page" : undefined}
            className={cn(
              "-mb-px border-b-2 px-3 py-2 text-13",
              current ? "border-accent font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
            )}
          >
            {label}
          </KeepLink>
        );
      })}
    </nav>
  );
}
