"use client";

import { ChevronDown } from "lucide-react";
import { Menu, MenuChoice } from "#components/ui/menu.client.tsx";
import { offsetLabel, UTC, zoneLabel } from "#lib/time-zone.ts";
import { useTimeZone } from "./zone.client.tsx";
import { useNow } from "./use-now.ts";

/** Which zone times are shown in: the viewer's, UTC, or the one that a shared address names. */
export function ZoneSwitch() {
  const { zone, viewerZone, setZone } = useTimeZone();
  const now = useNow() || Date.parse("2026-01-01T00:00:00Z");
  const zones = [...new Set([viewerZone, UTC, zone])];
  const options = zones.map((value) => ({
    value,
    label: zoneLabel(now, value),
    hint: value === viewerZone ? "yours" : value === UTC ? "as stored" : "of this address",
  }));
  const trigger = (
    <>
      <span className="md:hidden">{offsetLabel(now, zone)}</span>
      <span className="hidden md:inline">{zoneLabel(now, zone)}</span>
      <ChevronDown size={14} aria-hidden="true" className="text-ink-3" />
    </>
  );
  return (
    <Menu trigger={trigger} label={`Time zone: ${zoneLabel(now, zone)}`}>
      <MenuChoice value={zone} onChange={(next) => setZone(next === viewerZone ? null : next)} options={options} />
    </Menu>
  );
}
