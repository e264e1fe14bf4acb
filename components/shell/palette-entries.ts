import type { Role } from "#lib/access/roles.ts";
import { shownName } from "#lib/chart-storage.ts";
import type { FoundNode } from "#lib/model/node.ts";
import type { Hypertable } from "#lib/model/storage.ts";
import type { RangeChoice } from "#lib/range.ts";
import { RANGES } from "#lib/range.ts";
import { UTC } from "#lib/time-zone.ts";
import { navigationFor, SETTINGS } from "./navigation.ts";

/** What an entry does. A page keeps range and zone; the others change what is on screen. */
export type Deed =
  | { to: "page"; href: string }
  | { to: "range"; choice: RangeChoice }
  | { to: "zone"; zone: string | null }
  | { to: "theme"; theme: "system" | "light" | "dark" }
  | { to: "pause"; paused: boolean };

/** A line of the palette. `key` tells it apart; `hint` stands muted at its end. */
export type Entry = { key: string; label: string; hint: string; deed: Deed };
export type Group = { value: string; items: Entry[] };

const page = (href: string, label: string, hint: string): Entry => ({
  key: `page ${href}`,
  label,
  hint,
  deed: { to: "page", href },
});

export const nodeEntry = ({ node_id, node_name, region }: FoundNode): Entry =>
  page(`/nodes/${node_id}`, node_name, region ?? "no region");

const tableEntry = (table: Hypertable): Entry =>
  page(
    `/storage/${encodeURIComponent(shownName(table))}`,
    shownName(table),
    table.aggregate_name === null ? "hypertable" : "aggregate",
  );

const pageEntries = (role: Role): Entry[] => [
  ...navigationFor(role).map(({ href, label }) => page(href, label, "page")),
  ...(navigationFor(role).some(({ label }) => label === "Settings")
    ? SETTINGS.filter(({ segment }) => segment !== "users").map(({ segment, label }) =>
        page(`/settings/${segment}`, label, "settings"),
      )
    : []),
];

const actionEntries = (paused: boolean): Entry[] => [
  {
    key: "pause",
    label: paused ? "Resume refreshing" : "Pause refreshing",
    hint: "p",
    deed: { to: "pause", paused: !paused },
  },
  ...RANGES.map(({ key, name }, at): Entry => ({
    key: `range ${key}`,
    label: `Range: ${name}`,
    hint: String(at + 1),
    deed: { to: "range", choice: { kind: "relative", range: key } },
  })),
  { key: "zone own", label: "Times in my zone", hint: "zone", deed: { to: "zone", zone: null } },
  { key: "zone utc", label: "Times in UTC", hint: "zone", deed: { to: "zone", zone: UTC } },
  ...(["light", "dark", "system"] as const).map((theme): Entry => ({
    key: `theme ${theme}`,
    label: theme === "system" ? "Theme as the system" : `Theme: ${theme}`,
    hint: "theme",
    deed: { to: "theme", theme },
  })),
];

const matches = (text: string) => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ label, hint }: Entry): boolean => {
    const own = `${label} ${hint}`.toLowerCase();
    return words.every((word) => own.includes(word));
  };
};

export type Known = {
  role: Role;
  paused: boolean;
  recent: readonly Entry[];
  nodes: readonly FoundNode[];
  hypertables: readonly Hypertable[];
};

/** What the palette lists for a text: with none what was used last, pages and actions; else whatever matches. Empty groups are left out. */
export const groupsFor = (text: string, { role, paused, recent, nodes, hypertables }: Known): Group[] => {
  const fits = matches(text);
  const asked = text.trim() !== "";
  const groups: Group[] = [
    { value: "Recent", items: asked ? [] : [...recent] },
    { value: "Nodes", items: asked ? nodes.map(nodeEntry) : [] },
    { value: "Pages", items: pageEntries(role).filter(fits) },
    { value: "Storage", items: asked ? hypertables.map(tableEntry).filter(fits).slice(0, 8) : [] },
    { value: "Actions", items: actionEntries(paused).filter(fits) },
  ];
  return groups.filter(({ items }) => items.length > 0);
};

const RECENT_MAX = 5;

/** Pages that were opened through the palette, the newest first. */
export const withRecent = (recent: readonly Entry[], entry: Entry): Entry[] =>
  entry.deed.to === "page"
    ? [
        { ...entry, key: `recent ${entry.deed.href}` },
        ...recent.filter((one) => one.key !== `recent ${entry.deed.to === "page" ? entry.deed.href : ""}`),
      ].slice(0, RECENT_MAX)
    : [...recent];

const isEntry = (value: unknown): value is Entry => {
  const entry = value as Partial<Entry> | null;
  const deed = entry?.deed as { to?: unknown; href?: unknown } | undefined;
  return (
    typeof entry?.key === "string" &&
    typeof entry.label === "string" &&
    typeof entry.hint === "string" &&
    deed?.to === "page" &&
    typeof deed.href === "string" &&
    /^\/(?!\/)/.test(deed.href)
  );
};

/** Recent entries as the browser kept them; anything else is none. */
export const parseRecent = (text: string | null): Entry[] => {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isEntry).slice(0, RECENT_MAX) : [];
  } catch {
    return [];
  }
};
