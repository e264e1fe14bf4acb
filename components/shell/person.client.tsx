"use client";

import { CircleUserRound, LogOut } from "lucide-react";
import { createContext, useContext, useState } from "react";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuLine } from "#components/ui/menu.client.tsx";
import type { Role } from "#lib/access/roles.ts";
import { ROLE_TEXT } from "#lib/access/roles.ts";
import { postJson } from "#lib/api/post-json.ts";

type ShownPerson = { name: string; email: string; role: Role };

const PersonContext = createContext<ShownPerson>({ name: "", email: "", role: "viewer" });

/** Tells components who is signed in, so that they offer what this person may do. The server decides all the same. */
export function PersonProvider({ person, children }: { person: ShownPerson; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

export const usePerson = (): ShownPerson => useContext(PersonContext);

/** Who is signed in and as what, and the way out. */
export function PersonMenu() {
  const person = usePerson();
  const [failed, setFailed] = useState(false);
  const signOut = async () => {
    try {
      await postJson("/api/auth/sign-out", {});
      window.location.assign("/login");
    } catch {
      setFailed(true);
    }
  };
  const face = <CircleUserRound size={16} strokeWidth={1.75} aria-hidden="true" />;
  return (
    <Menu trigger={face} label={`${person.email}, ${person.role}`} look="ghost" icon>
      <div className="max-w-72 px-2 pt-1.5 pb-2">
        <p className="truncate font-medium">{person.name}</p>
        {person.name === person.email ? null : <p className="truncate text-12 text-ink-2">{person.email}</p>}
        <p className="pt-1 text-12 text-ink-3">
          {person.role}: {ROLE_TEXT[person.role]}
        </p>
      </div>
      <MenuLine />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut size={14} aria-hidden="true" />
        Sign out
      </MenuItem>
      {failed ? (
        <p role="alert" className="px-2 pb-1 text-12 text-bad">
          The server does not answer. You are still signed in.
        </p>
      ) : null}
    </Menu>
  );
}
