"use client";

import { Grid3x3, Rows3, Search } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { isForPage } from "#components/shell/key-events.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Menu, MenuCheck, MenuChoice, MenuItem, MenuLine } from "#components/ui/menu.client.tsx";
import { MARK_TEXT, StatusMark } from "#components/ui/status-mark.tsx";
import { CHANGE_MEASURES, measureOf } from "#lib/change.ts";
import { CHANGE_OF, fixed } from "#lib/format.ts";
import type { ChangeMeasure } from "#lib/model/fleet-changes.ts";
import type { FleetCounts } from "./fleet-start.ts";
import type { State } from "./search-params.ts";
import type { FleetFilterState } from "./use-fleet-filter.ts";

type ToolbarProps = { counts: FleetCounts; filter: FleetFilterState };

/** Search, filter by state and region, group. Everything it sets is in the URL. */
export function FleetToolbar({ counts, filter }: ToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pt-1 pb-3">
      <SearchField value={filter.q} onChange={(q) => filter.set({ q })} />
      <StateFilter states={counts.states} chosen={filter.status} onChange={(status) => filter.set({ status })} />
      <div className="flex flex-wrap gap-2 md:ml-auto">
        <ViewSwitch view={filter.view} onChange={(view) => filter.set({ view })} />
        <ChangeChoice value={filter.change} onChange={(change) => filter.set({ change })} />
        <RegionFilter counts={counts.regions} chosen={filter.region} onChange={(region) => filter.set({ region })} />
        <Button aria-pressed={filter.group} onClick={() => filter.set({ group: !filter.group })}>
          <Rows3 size={14} aria-hidden="true" className="text-ink-3" />
          <span className="max-md:sr-only">By region</span>
        </Button>
      </div>
    </div>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <label className="relative flex min-w-0 flex-1 items-center md:max-w-64">
      <span className="sr-only">Search nodes by name, region or id</span>
      <Search size={14} aria-hidden="true" className="pointer-events-none absolute left-2.5 text-ink-3" />
      <input
        data-search
        type="search"
        value={value}
        placeholder="Search nodes"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          onChange("");
          event.currentTarget.blur();
        }}
        className="h-8 w-full rounded-md border border-line-strong bg-panel pr-2 pl-8 text-13 placeholder:text-ink-3"
      />
    </label>
  );
}

type ViewSwitchProps = { view: "list" | "map"; onChange: (view: "list" | "map") => void };

/** List or heat map of the same nodes; `m` switches. */
function ViewSwitch({ view, onChange }: ViewSwitchProps) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "m" || !isForPage(event)) return;
    onChange(view === "map" ? "list" : "map");
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  return (
    <Button
      aria-pressed={view === "map"}
      title="Heat map (m)"
      onClick={() => onChange(view === "map" ? "list" : "map")}
    >
      <Grid3x3 size={14} aria-hidden="true" className="text-ink-3" />
      <span className="max-md:sr-only">Heat map</span>
    </Button>
  );
}

type ChangeChoiceProps = { value: ChangeMeasure; onChange: (measure: ChangeMeasure) => void };

/** What the change column and the worst movers compare with the period before. */
function ChangeChoice({ value, onChange }: ChangeChoiceProps) {
  return (
    <Menu
      label={`${CHANGE_OF} ${measureOf(value).name}: what the change compares`}
      trigger={
        <span>
          <span className="text-ink-3">{CHANGE_OF}</span> {measureOf(value).name}
        </span>
      }
      triggerClassName="max-md:hidden"
    >
      <MenuChoice
        value={value}
        onChange={onChange}
        options={CHANGE_MEASURES.map(({ key, name, unit }) => ({ value: key, label: `Change of ${name}`, hint: unit }))}
      />
    </Menu>
  );
}

type StateFilterProps = {
  states: FleetCounts["states"];
  chosen: readonly State[];
  onChange: (chosen: State[]) => void;
};

/** One toggle a state, with its count. States that no node is in are left out, unless chosen. */
function StateFilter({ states, chosen, onChange }: StateFilterProps) {
  const offered = states.filter(({ state, count }) => count > 0 || chosen.includes(state));
  const toggle = (state: State) =>
    onChange(chosen.includes(state) ? chosen.filter((other) => other !== state) : [...chosen, state]);
  return (
    <fieldset className="flex flex-wrap gap-1 max-md:order-last max-md:w-full">
      <legend className="sr-only">Filter by state</legend>
      {offered.map(({ state, count }) => (
        <Button
          key={state}
          look="ghost"
          aria-pressed={chosen.includes(state)}
          title={`Only ${MARK_TEXT[state]}`}
          className="px-2!"
          onClick={() => toggle(state)}
        >
          <StatusMark mark={state} label="hidden" />
          <span className="figure">{fixed(count, 0)}</span>
        </Button>
      ))}
    </fieldset>
  );
}

type RegionFilterProps = {
  counts: FleetCounts["regions"];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

function RegionFilter({ counts, chosen, onChange }: RegionFilterProps) {
  const count_of = new Map(counts);
  const regions = [...new Set([...count_of.keys(), ...chosen])].toSorted();
  const text =
    chosen.length === 0 ? "All regions" : chosen.length === 1 ? (chosen[0] ?? "") : `${chosen.length} regions`;
  return (
    <Menu
      trigger={
        <span className={cn("max-w-40 truncate", chosen.length === 0 && "text-ink-2")}>{text || "no region"}</span>
      }
      label={`Filter by region: ${text}`}
    >
      {regions.map((region) => (
        <MenuCheck
          key={region}
          checked={chosen.includes(region)}
          hint={fixed(count_of.get(region) ?? 0, 0)}
          onChange={(on) => onChange(on ? [...chosen, region] : chosen.filter((other) => other !== region))}
        >
          {region || "no region"}
        </MenuCheck>
      ))}
      <MenuLine />
      <MenuItem disabled={chosen.length === 0} onSelect={() => onChange([])}>
        All regions
      </MenuItem>
    </Menu>
  );
}
