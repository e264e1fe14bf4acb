"use client";

import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Menu, MenuChoice } from "#components/ui/menu.client.tsx";

const THEMES = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

type Theme = (typeof THEMES)[number]["value"];

export function ThemeSwitch() {
  const { theme = "system", setTheme } = useTheme();
  const icons = (
    <>
      <Sun size={16} strokeWidth={1.75} aria-hidden="true" className="dark:hidden" />
      <Moon size={16} strokeWidth={1.75} aria-hidden="true" className="hidden dark:block" />
    </>
  );
  return (
    <Menu trigger={icons} label="Theme" look="ghost" icon>
      <MenuChoice value={theme as Theme} onChange={setTheme} options={THEMES} />
    </Menu>
  );
}
