"use client";

import { Keyboard } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { RANGES } from "#lib/range.ts";
import { useKeptSearch } from "./keep-link.client.tsx";
import { useLive } from "./live.client.tsx";
import { navigationFor } from "./navigation.ts";
import { usePerson } from "./person.client.tsx";
import { isForPage } from "./key-events.ts";
import { useRange } from "./use-range.ts";

const KeysDialog = lazy(async () => ({ default: (await import("./keys-dialog.client.tsx")).KeysDialog }));

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
      {open ? (
        <Suspense fallback={null}>
          <KeysDialog role={role} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
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
