"use client";

import { Moon, Sun } from "lucide-react";
import { Menu, MenuChoice } from "#components/ui/menu.client.tsx";
import { setTheme, useTheme } from "#components/ui/theme.ts";
import { THEMES } from "#lib/theme.ts";

const NAMES = { system: "As the system", light: "Light", dark: "Dark" } as const;

export function ThemeSwitch() {
  const theme = useTheme();
  const icons = (
    <>
      <Sun size={16} strokeWidth={1.75} aria-hidden="true" className="dark:hidden" />
      <Moon size={16} strokeWidth={1.75} aria-hidden="true" className="hidden dark:block" />
    </>
  );
  return (
    <Menu trigger={icons} label="Theme" look="ghost" icon>
      <MenuChoice value={theme} onChange={setTheme} options={THEMES.map((value) => ({ value, label: NAMES[value] }))} />
    </Menu>
  );
}
