/** Titles of the parts of a page by the last word of their query key, as they stand on screen. */
const TITLES: Record<string, string> = {
  activity: "Activity",
  aggregates: "Continuous aggregates",
  capacity: "Capacity",
  changes: "Changes",
  chunks: "Chunks",
  compare: "Comparison",
  database: "Figures",
  detail: "Figures",
  distribution: "Distribution",
  findings: "Doctor",
  fleet: "Fleet",
  growth: "Growth",
  "heat-map": "Heat map",
  "hour-pattern": "Hours of the day",
  hypertables: "Hypertables",
  jitter: "Jitter",
  jobs: "Jobs",
  "late-days": "Late days",
  "level-shifts": "Level shifts",
  lifecycle: "Lifecycle",
  outages: "Outages",
  overlays: "Overlays",
  rejects: "Rejects",
  series: "Charts",
  server: "Server",
  tables: "Ordinary tables",
  "uptime-days": "Days",
};

/**
 * What a query answers for, in the words of its panel: its key begins with the subject and names the part behind it
 * (`["nodes", id, "jitter", …]`), in storage as a path (`["storage", "hypertables/metrics/lifecycle"]`, where a name
 * alone is the layout of that hypertable). "Another part" for a key of none.
 */
export function partName([subject, ...rest]: readonly unknown[]): string {
  const texts = rest.filter((each) => typeof each === "string");
  if (subject === "storage") {
    const [first = ""] = texts;
    const parts = first.split("/");
    if (parts.length === 2) return "Layout";
    return TITLES[parts[2] ?? first] ?? "Another part";
  }
  const named = texts.find((text) => text in TITLES) ?? subject;
  return (typeof named === "string" ? TITLES[named] : undefined) ?? "Another part";
}

/** "Growth and Server", "Growth and 3 more parts"; each name once. */
export function partsText(names: readonly string[], most = 2): string {
  const distinct = [...new Set(names)];
  if (distinct.length <= most) return distinct.join(" and ");
  return `${distinct[0]} and ${distinct.length - 1} more parts`;
}
