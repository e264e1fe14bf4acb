import {
  ArrowDownToLine,
  ChartSpline,
  Database,
  GitCompareArrows,
  LayoutList,
  ListChecks,
  Settings,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { type Role, roleAllows } from "#lib/access/roles.ts";

export type NavigationItem = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pressed after g. */
  key: string;
  /** First path segments that belong to it. */
  segments: readonly string[];
  /** The range changes nothing here, so it is not offered. */
  timeless?: true;
  /** Whom it is shown to; everybody when not said. The page checks for itself. */
  role?: Role;
};

/** The pages that exist, in the order of the rail. A new page adds its line here and is in rail, sheet, keys and path. */
export const NAVIGATION: readonly NavigationItem[] = [
  { href: "/", label: "Fleet", icon: LayoutList, key: "f", segments: ["", "nodes"] },
  { href: "/compare", label: "Compare", icon: GitCompareArrows, key: "c", segments: ["compare"] },
  { href: "/ingest", label: "Ingest", icon: ArrowDownToLine, key: "i", segments: ["ingest"] },
  { href: "/storage", label: "Storage", icon: Database, key: "s", segments: ["storage"], timeless: true },
  { href: "/jobs", label: "Jobs", icon: ListChecks, key: "j", segments: ["jobs"], timeless: true },
  { href: "/capacity", label: "Capacity", icon: ChartSpline, key: "y", segments: ["capacity"], timeless: true },
  {
    href: "/settings/users",
    label: "Settings",
    icon: Settings,
    key: ",",
    segments: ["settings"],
    timeless: true,
    role: "admin",
  },
];

/** The items that someone of `role` sees. */
export const navigationFor = (role: Role): readonly NavigationItem[] =>
  NAVIGATION.filter((item) => roleAllows(role, item.role ?? "viewer"));

/** The item whose page or subpage `pathname` is. */
export function navigationOf(pathname: string): NavigationItem | undefined {
  const [, segment = ""] = pathname.split("/");
  return NAVIGATION.find(({ segments }) => segments.includes(segment));
}

/** The pages of settings, in the order of their tabs. */
export const SETTINGS = [
  { segment: "users", label: "People" },
  { segment: "tokens", label: "Tokens" },
  { segment: "audit", label: "Audit" },
] as const;

/** Names of subpages by first segment; a function of the last segment where the path itself is the name. */
const SUBPAGES: Record<string, (last: string) => string> = {
  nodes: () => "Node",
  storage: (last) => decodeURIComponent(last),
  settings: (last) => SETTINGS.find(({ segment }) => segment === last)?.label ?? "Settings",
};

/** What stands behind the item in the path: "Node", or the hypertable's name; undefined on the item's own page. */
export function subpageOf(pathname: string): string | undefined {
  const [, segment = "", ...rest] = pathname.split("/").filter((part, index) => index === 0 || part !== "");
  const last = rest.at(-1);
  return last === undefined ? undefined : SUBPAGES[segment]?.(last);
}
