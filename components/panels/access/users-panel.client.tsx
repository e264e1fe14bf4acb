"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Role } from "#lib/access/roles.ts";
import type { ActionResult, OneTimeLink, User } from "#lib/model/access.ts";
import { InviteForm } from "./invite-form.client.tsx";
import { OneTime } from "./one-time.client.tsx";
import { Table } from "./table.tsx";
import { useAction } from "./use-action.client.ts";
import { UserRow } from "./user-row.client.tsx";

/** What may be done to people; each is a server action that checks for itself. */
export type UserActions = {
  inviteUser: (input: { email: string; name: string; role: Role }) => Promise<ActionResult<OneTimeLink>>;
  makeLink: (user_id: string) => Promise<ActionResult<OneTimeLink>>;
  setRole: (input: { user_id: string; role: Role }) => Promise<ActionResult>;
  setDisabled: (input: { user_id: string; disabled: boolean }) => Promise<ActionResult>;
  endSessions: (user_id: string) => Promise<ActionResult>;
};

const HEADINGS = [
  { text: "person" },
  { text: "role" },
  { text: "status" },
  { text: "signs in with", narrow: "hide" },
  { text: "sessions", numeric: true, narrow: "hide" },
  { text: "last sign-in", narrow: "hide" },
  { text: "actions", hidden: true },
] as const;

type Props = { users: User[]; own_user_id: string; actions: UserActions };

/** Everybody who may sign in, with what can be changed about them. */
export function UsersPanel({ users, own_user_id, actions }: Props) {
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<OneTimeLink>();
  const { pending, problem, run } = useAction();
  const admins = users.filter(({ role, status }) => role === "admin" && status !== "disabled").length;
  const invite = (
    <Button onClick={() => setInviting(!inviting)} aria-expanded={inviting}>
      <UserPlus size={14} aria-hidden="true" />
      Invite
    </Button>
  );
  return (
    <Panel
      title="People"
      source={`${users.length} ${users.length === 1 ? "person" : "people"} · ${admins} of them ${admins === 1 ? "administrator" : "administrators"}`}
      menu={invite}
      flush
    >
      {inviting || link || problem ? (
        <div className="flex flex-col gap-3 px-4 pb-4">
          {problem ? <Notice mark="bad">{problem.message}</Notice> : null}
          {link ? <ShownLink link={link} /> : null}
          {inviting ? (
            <InviteForm
              pending={pending}
              onInvite={(input) =>
                run(
                  () => actions.inviteUser(input),
                  (done) => {
                    setLink(done);
                    setInviting(false);
                  },
                )
              }
            />
          ) : null}
        </div>
      ) : null}
      <Table label="List of people" headings={[...HEADINGS]}>
        {users.map((user) => (
          <UserRow
            key={user.user_id}
            user={user}
            own={user.user_id === own_user_id}
            pending={pending}
            onLink={() => run(() => actions.makeLink(user.user_id), setLink)}
            onRole={(role) => run(() => actions.setRole({ user_id: user.user_id, role }))}
            onDisable={(disabled) => run(() => actions.setDisabled({ user_id: user.user_id, disabled }))}
            onEndSessions={() => run(() => actions.endSessions(user.user_id))}
          />
        ))}
      </Table>
    </Panel>
  );
}

function ShownLink({ link }: { link: OneTimeLink }) {
  return (
    <OneTime value={`${window.location.origin}${link.path}`} label="the link">
      Send this link to <span className="font-medium">{link.email}</span>. It sets a password once, holds until{" "}
      <span className="figure">{link.expires_at.slice(0, 16).replace("T", " ")} UTC</span>, and is not shown again.
    </OneTime>
  );
}
