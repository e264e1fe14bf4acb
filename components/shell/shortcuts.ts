import type { Role } from "#lib/access/roles.ts";
import { RANGES } from "#lib/range.ts";
import { navigationFor } from "./navigation.ts";

/** All keys of someone of `role`, as the dialog lists them. */
export const shortcutsFor = (role: Role): readonly { keys: readonly string[]; does: string }[] => [
  { keys: ["?"], does: "Show this list" },
  { keys: ["/"], does: "Search on this page" },
  ...navigationFor(role).map(({ key, label }) => ({ keys: ["g", key], does: `Go to ${label}` })),
  { keys: ["1", "…", String(RANGES.length)], does: `Range ${RANGES[0].key} … ${RANGES.at(-1)?.key ?? ""}` },
  { keys: ["p"], does: "Pause or resume refreshing" },
  { keys: ["j", "k"], does: "Next and previous row, as the arrows do" },
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["x"], does: "Choose the row for a comparison" },
  { keys: ["c"], does: "Compare the chosen nodes" },
  { keys: ["a"], does: "Choose nodes on the compare page" },
  { keys: ["m"], does: "Fleet as list or as heat map" },
  { keys: ["Esc"], does: "Close; in a search, clear it" },
];
