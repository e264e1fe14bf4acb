/** Entries of a menu that can be chosen, in order. */
export const entriesIn = (menu: HTMLElement | null): HTMLElement[] =>
  Array.from(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? []);

/**
 * Where a key moves to among `count` entries of which `at` has the focus (-1: none); letters go to the next entry that
 * begins with what was typed. undefined: the key is none of a menu's.
 */
export function nextEntry(key: string, at: number, names: readonly string[], typed: string): number | undefined {
  const count = names.length;
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return at <= 0 ? count - 1 : at - 1;
  if (key === "Home" || key === "PageUp") return 0;
  if (key === "End" || key === "PageDown") return count - 1;
  if (typed === "") return undefined;
  const text = typed.toLowerCase();
  // A first letter goes on from the entry it stands on; what is typed on may stay there.
  const from = text.length > 1 ? Math.max(0, at) : at + 1;
  const order = names.map((_, index) => (from + index) % count);
  return order.find((index) => names[index]?.trim().toLowerCase().startsWith(text));
}
