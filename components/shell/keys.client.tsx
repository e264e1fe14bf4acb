"use client";

import { Keyboard } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.client.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { RANGES } from "#lib/range.ts";
import { useKeptSearch } from "./keep-link.client.tsx";
import { useLive } from "./live.client.tsx";
import { navigationFor } from "./navigation.ts";
import { usePerson } from "./person.client.tsx";
import { shortcutsFor } from "./shortcuts.ts";
import { isForPage } from "./key-events.ts";
import { useRange } from "./use-range.ts";

const SEQUENCE_MS = 1500;

/** Listens for the keys of the frame, and lists all keys. */
export function KeysButton() {
  const [open, setOpen] = useState(false);
  const { role } = usePerson();
  useShellKeys(() => setOpen(true));
  return (
    <>
      <Button look="ghost" icon aria-label="Keys" title="Keys (?)" onClick={() => setOpen(true)}>
        <Keyboard size={16} strokeWidth={1.75} aria-hidden="true" />
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="Keys">
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 px-4 pb-4 text-13">
          {shortcutsFor(role).map(({ keys, does }) => (
            <div key={does} className="contents">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd className="text-ink-2">{does}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </>
  );
}

function useShellKeys(showKeys: () => void) {
  const router = useRouter();
  const kept = useKeptSearch();
  const { setChoice } = useRange();
  const { role } = usePerson();
  const { paused, setPaused } = useLive();
  const wentAt = useRef(0);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isForPage(event)) return;
    const page = navigationFor(role).find(({ key }) => key === event.key);
    const range = RANGES[Number(event.key) - 1];
    const afterG = event.timeStamp - wentAt.current < SEQUENCE_MS && wentAt.current > 0;
    wentAt.current = event.key === "g" ? event.timeStamp : 0;
    if (afterG && page) router.push(`${page.href}${kept}`);
    else if (event.key === "?") showKeys();
    else if (event.key === "/") focusSearch();
    else if (event.key === "p") setPaused(!paused);
    else if (range) setChoice({ kind: "relative", range: range.key });
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

const focusSearch = () => document.querySelector<HTMLInputElement>("input[data-search]")?.focus();
