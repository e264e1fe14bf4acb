"use client";

import { Download } from "lucide-react";
import { Menu, MenuGroup, MenuItem } from "#components/ui/menu.client.tsx";
import { exportPath } from "#lib/api/export.ts";
import type { RangeChoice } from "#lib/range.ts";

const SOURCES = [
  { source: "metrics", label: "Measurements" },
  { source: "aggregates_hourly", label: "Hours" },
  { source: "aggregates_daily", label: "UTC days" },
];
const FORMATS = [
  { format: "csv", label: "CSV" },
  { format: "ndjson", label: "NDJSON" },
  { format: "parquet", label: "Parquet" },
];

/** The range as a file, streamed from the database. */
export function NodeExport({ node_id, choice }: { node_id: string; choice: RangeChoice }) {
  return (
    <Menu
      trigger={
        <>
          <Download size={14} aria-hidden="true" />
          Export
        </>
      }
    >
      {SOURCES.map(({ source, label }) => (
        <MenuGroup key={source} label={label}>
          {FORMATS.map(({ format, label: name }) => (
            <MenuItem key={format} onSelect={() => window.location.assign(exportPath(node_id, choice, source, format))}>
              {name}
            </MenuItem>
          ))}
        </MenuGroup>
      ))}
    </Menu>
  );
}
