"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDeferredValue, useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { cn } from "#components/ui/cn.ts";
import { Modal } from "#components/ui/dialog.client.tsx";
import { setTheme } from "#components/ui/theme.ts";
import { hypertablesQuery } from "#lib/api/storage.ts";
import { searchQuery } from "#lib/api/search.ts";
import { useKeptSearch } from "./keep-link.client.tsx";
import { useLive } from "./live.client.tsx";
import { type Deed, type Entry, type Group, groupsFor, parseRecent, withRecent } from "./palette-entries.ts";
import { usePerson } from "./person.client.tsx";
import { useRange } from "./use-range.ts";
import { useTimeZone } from "./zone.client.tsx";

const RECENT_KEY = "fiber.recent";

/** The id of an entry's element. */
const idOf = (list_id: string, { key }: Entry): string => `${list_id} ${key}`.replaceAll(/\s/g, "-");

const readRecent = (): Entry[] => {
  try {
    return parseRecent(localStorage.getItem(RECENT_KEY));
  } catch {
    return [];
  }
};

const keepRecent = (entry: Entry): void => {
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(withRecent(readRecent(), entry)));
  } catch {
    // A browser that keeps nothing for us has no recent entries.
  }
};

function useDeed(): (deed: Deed) => void {
  const router = useRouter();
  const kept = useKeptSearch();
  const { setChoice } = useRange();
  const { setZone } = useTimeZone();
  const { setPaused } = useLive();
  return (deed) => {
    if (deed.to === "page") router.push(`${deed.href}${kept}`);
    else if (deed.to === "range") setChoice(deed.choice);
    else if (deed.to === "zone") setZone(deed.zone);
    else if (deed.to === "theme") setTheme(deed.theme);
    else setPaused(deed.paused);
  };
}

/** Pages, nodes, hypertables and actions by what is typed: arrows choose, Enter does, Escape leaves. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const act = useDeed();
  const { groups, status } = useGroups(text);
  const entries = groups.flatMap(({ items }) => items);
  const chosen = entries[Math.min(at, entries.length - 1)];
  const choose = (entry: Entry) => {
    keepRecent(entry);
    onClose();
    act(entry.deed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = moved(event.key, entries.indexOf(chosen as Entry), entries.length);
    if (next !== undefined) setAt(next);
    else if (event.key === "Enter" && chosen) choose(chosen);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    list.current?.querySelector("[data-highlighted]")?.scrollIntoView({ block: "nearest" });
  }, [chosen?.key]);
  return (
    <Modal aria-label="Search and commands" form="palette" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Search nodes, pages and actions"
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={chosen && idOf(id, chosen)}
        placeholder="Search nodes, pages and actions"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 shrink-0 border-b bg-transparent px-4 text-14 outline-none placeholder:text-ink-3"
      />
      <output className="sr-only">{status}</output>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="Entries"
        className={cn("min-h-0 overflow-y-auto overscroll-contain p-1.5", entries.length === 0 && "hidden")}
      >
        {groups.map((group) => (
          <PaletteGroup
            key={group.value}
            {...{ id, group, chosen }}
            onPoint={(entry) => setAt(entries.indexOf(entry))}
            onChoose={choose}
          />
        ))}
      </div>
      {entries.length === 0 ? (
        <p aria-hidden="true" className="px-4 py-8 text-center text-13 text-ink-2">
          {status}
        </p>
      ) : null}
    </Modal>
  );
}

/** Where a key moves the choice among `count` entries, round the ends; undefined: it is the text's key. */
function moved(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return at <= 0 ? count - 1 : at - 1;
  if (key === "PageDown") return Math.min(count - 1, at + PAGE);
  if (key === "PageUp") return Math.max(0, at - PAGE);
  return undefined;
}

const PAGE = 8;

function useGroups(text: string): { groups: Group[]; status: string } {
  const { role } = usePerson();
  const { paused } = useLive();
  const [recent] = useState(readRecent);
  const asked = useDeferredValue(text.trim());
  const search = useQuery(searchQuery(asked.slice(0, 100)));
  const tables = useQuery({ ...hypertablesQuery(), staleTime: 300_000 });
  const nodes = asked === "" ? [] : (search.data?.nodes ?? []);
  const groups = groupsFor(text, { role, paused, recent, nodes, hypertables: tables.data?.items ?? [] });
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  const settled = !search.isFetching && asked === text.trim();
  if (search.error) return { groups, status: "Nodes cannot be searched now. The rest of the list works." };
  if (count === 0) return { groups, status: settled ? "Nothing has that name." : "Searching …" };
  return { groups, status: settled ? `${count} ${count === 1 ? "entry" : "entries"}` : "" };
}

type PaletteGroupProps = {
  /** Of the list; those of entries begin with it. */
  id: string;
  group: Group;
  chosen: Entry | undefined;
  onPoint: (entry: Entry) => void;
  onChoose: (entry: Entry) => void;
};

function PaletteGroup({ id, group, chosen, onPoint, onChoose }: PaletteGroupProps) {
  const heading = `${id}-${group.value}`;
  return (
    <div role="group" aria-labelledby={heading} className="pb-1">
      <div id={heading} className="px-2.5 pt-1.5 pb-1 text-12 text-ink-3">
        {group.value}
      </div>
      {group.items.map((entry) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the focus and the keys
        <div
          key={entry.key}
          id={idOf(id, entry)}
          role="option"
          tabIndex={-1}
          aria-selected={entry === chosen}
          data-highlighted={entry === chosen ? "" : undefined}
          onPointerMove={() => onPoint(entry)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(entry)}
          className="flex cursor-default items-center gap-3 rounded-md px-2.5 py-1.5 text-13 outline-none data-highlighted:bg-selected"
        >
          <span className="min-w-0 flex-1 truncate">{entry.label}</span>
          <span className="shrink-0 text-12 text-ink-3">{entry.hint}</span>
        </div>
      ))}
    </div>
  );
}
