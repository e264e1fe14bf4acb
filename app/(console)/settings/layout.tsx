import type { ReactNode } from "react";
import { requirePage } from "#app/guard.ts";
import { SettingsTabs } from "#components/panels/access/settings-tabs.client.tsx";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  await requirePage("admin");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <SettingsTabs />
      {children}
    </div>
  );
}
