"use client";

import { ChevronDown } from "lucide-react";
import type { SeriesView } from "#lib/api/series.ts";
import { Menu, MenuChoice, MenuGroup, MenuLine } from "#components/ui/menu.client.tsx";
import { bucketText, resolutionText } from "#lib/chart-source.ts";
import type { Node } from "#lib/model/node.ts";
import type { Series } from "#lib/model/series.ts";
import { offeredBuckets } from "#lib/resolution.ts";

type ResolutionMenuProps = {
  node: Node;
  series: Series;
  view: SeriesView;
  onWish: (wish: { source?: string | null; bucket_seconds?: string | null }) => void;
};

const AUTOMATIC = "automatic";

const SOURCES = [
  { value: "metrics", label: "Measurements", hint: "metrics" },
  { value: "aggregates_hourly", label: "Hourly", hint: "aggregates_hourly" },
  { value: "aggregates_daily", label: "Daily", hint: "aggregates_daily" },
] as const;

/** Which source and bucket the charts are drawn from, why, and what may be taken instead. The address keeps it. */
export function ResolutionMenu({ node, series, view, onWish }: ResolutionMenuProps) {
  const taken = view.source !== null || view.bucket_seconds !== null;
  const buckets = offeredBuckets({
    seconds: (Date.parse(series.to) - Date.parse(series.from)) / 1000,
    interval_seconds: node.interval_seconds,
    source: view.source,
  });
  const asked = view.bucket_seconds;
  const options = [...new Set([...buckets.map(String), ...(asked === null ? [] : [asked])])];
  return (
    <Menu
      look="ghost"
      label={`Resolution: ${resolutionText(series)}, ${taken ? "as chosen" : "chosen automatically"}`}
      trigger={
        <>
          {bucketText(series.bucket_seconds)}
          {taken ? " fixed" : ""}
          <ChevronDown size={14} aria-hidden="true" />
        </>
      }
    >
      <MenuGroup label="Source" hint={series.reason}>
        <MenuChoice
          value={view.source ?? AUTOMATIC}
          onChange={(source) => onWish({ source: source === AUTOMATIC ? null : source })}
          options={[{ value: AUTOMATIC, label: "Automatic" }, ...SOURCES]}
        />
      </MenuGroup>
      <MenuLine />
      <MenuGroup label="Bucket">
        <MenuChoice
          value={asked ?? AUTOMATIC}
          onChange={(value) => onWish({ bucket_seconds: value === AUTOMATIC ? null : value })}
          options={[
            { value: AUTOMATIC, label: "Automatic" },
            ...options.map((value) => ({ value, label: bucketText(Number(value)) })),
          ]}
        />
      </MenuGroup>
    </Menu>
  );
}
