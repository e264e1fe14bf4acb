"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { useTheme } from "next-themes";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { hypertablesQuery } from "#lib/api/storage.ts";
import { searchQuery } from "#lib/api/search.ts";
import { useKeptSearch } from "./keep-link.client.tsx";
import { useLive } from "./live.client.tsx";
import { type Deed, type Entry, type Group, groupsFor, parseRecent, withRecent } from "./palette-entries.ts";
import { usePerson } from "./person.client.tsx";
import { useRange } from "./use-range.ts";
import { useTimeZone } from "./zone.client.tsx";

const RECENT_KEY = "fiber.recent";

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
  const { setTheme } = useTheme();
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
  const act = useDeed();
  const { groups, status } = useGroups(text);
  const choose = (entry: Entry) => {
    keepRecent(entry);
    onClose();
    act(entry.deed);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-[rgb(0_0_0/0.35)]" />
        <Dialog.Popup
          aria-label="Search and commands"
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[min(600px,calc(100vw-32px))] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line-strong bg-raised outline-none"
        >
          <Autocomplete.Root
            inline
            open
            mode="none"
            autoHighlight="always"
            keepHighlight
            items={groups}
            value={text}
            onValueChange={setText}
            itemToStringValue={(entry: Entry) => entry.label}
          >
            <Autocomplete.Input
              aria-label="Search nodes, pages and actions"
              placeholder="Search nodes, pages and actions"
              className="h-12 shrink-0 border-b bg-transparent px-4 text-14 outline-none placeholder:text-ink-3"
            />
            <Autocomplete.Status className="sr-only">{status}</Autocomplete.Status>
            <Autocomplete.Empty>
              <p className="px-4 py-8 text-center text-13 text-ink-2 empty:hidden">{status}</p>
            </Autocomplete.Empty>
            <Autocomplete.List className="min-h-0 overflow-y-auto overscroll-contain p-1.5 data-[empty]:hidden">
              {(group: Group) => <PaletteGroup key={group.value} group={group} onChoose={choose} />}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

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

function PaletteGroup({ group, onChoose }: { group: Group; onChoose: (entry: Entry) => void }) {
  return (
    <Autocomplete.Group items={group.items} className="pb-1">
      <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-12 text-ink-3">{group.value}</Autocomplete.GroupLabel>
      <Autocomplete.Collection>
        {(entry: Entry) => (
          <Autocomplete.Item
            key={entry.key}
            value={entry}
            onClick={() => onChoose(entry)}
            className="flex cursor-default items-center gap-3 rounded-md px-2.5 py-1.5 text-13 outline-none data-highlighted:bg-hover"
          >
            <span className="min-w-0 flex-1 truncate">{entry.label}</span>
            <span className="shrink-0 text-12 text-ink-3">{entry.hint}</span>
          </Autocomplete.Item>
        )}
      </Autocomplete.Collection>
    </Autocomplete.Group>
  );
}
