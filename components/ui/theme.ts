import { useSyncExternalStore } from "react";
import { DARK_SYSTEM, THEME_KEY, THEMES } from "#lib/theme.ts";
import type { Theme } from "#lib/theme.ts";

const listeners = new Set<() => void>();
let chosen: Theme | undefined;

function kept(): Theme {
  try {
    const text = localStorage.getItem(THEME_KEY);
    return THEMES.find((theme) => theme === text) ?? "system";
  } catch {
    return "system";
  }
}

const current = (): Theme => (chosen ??= kept());
const isDark = (): boolean => document.documentElement.classList.contains("dark");

function draw(): void {
  const theme = current();
  const dark = theme === "dark" || (theme === "system" && window.matchMedia(DARK_SYSTEM).matches);
  document.documentElement.classList.toggle("dark", dark);
  for (const listener of listeners) listener();
}

export function setTheme(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // A browser that keeps nothing for us shows the theme until the page is left.
  }
  draw();
}

/** Follows the system and the other tabs of this browser. */
export function watchTheme(): () => void {
  const system = window.matchMedia(DARK_SYSTEM);
  const onStorage = (event: StorageEvent) => {
    if (event.key !== THEME_KEY) return;
    chosen = undefined;
    draw();
  };
  system.addEventListener("change", draw);
  window.addEventListener("storage", onStorage);
  return () => {
    system.removeEventListener("change", draw);
    window.removeEventListener("storage", onStorage);
  };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What was chosen; "system" on the server. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, current, () => "system");

/** Whether the page is dark now, for what is drawn by hand. */
export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark, () => false);
