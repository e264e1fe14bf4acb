"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Time } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Scope } from "#lib/access/roles.ts";
import type { ActionResult, Token } from "#lib/model/access.ts";
import { OneTime } from "./one-time.client.tsx";
import { Table } from "./table.tsx";
import { TokenForm } from "./token-form.client.tsx";
import { useAction } from "./use-action.client.ts";

export type NewTokenInput = {
  name: string;
  scopes: Scope[];
  expires_at: string | null;
  node_names: string[] | null;
};

/** What may be done to tokens; each is a server action that checks for itself. */
export type TokenActions = {
  makeToken: (input: NewTokenInput) => Promise<ActionResult<{ token: string; name: string }>>;
  revokeToken: (token_id: string) => Promise<ActionResult>;
};

const HEADINGS = [
  { text: "token" },
  { text: "may" },
  { text: "status" },
  { text: "last use", narrow: "hide" },
  { text: "ends", narrow: "hide" },
  { text: "made", narrow: "hide" },
  { text: "actions", hidden: true },
] as const;

const MARKS: Record<Token["status"], Mark> = { active: "online", expired: "never", revoked: "silent" };

/** Every token, and making and revoking one. */
export function TokensPanel({ tokens, actions }: { tokens: Token[]; actions: TokenActions }) {
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<{ token: string; name: string }>();
  const { pending, problem, run } = useAction();
  const active = tokens.filter(({ status }) => status === "active").length;
  const make = (input: NewTokenInput) =>
    run(
      () => actions.makeToken(input),
      (done) => {
        setMade(done);
        setMaking(false);
      },
    );
  const button = (
    <Button onClick={() => setMaking(!making)} aria-expanded={making}>
      <Plus size={14} aria-hidden="true" />
      New token
    </Button>
  );
  return (
    <Panel
      title="Tokens of machines"
      source={`${active} active · sent as Authorization: Bearer · the database keeps only their SHA-256`}
      menu={button}
      flush
    >
      {making || made || problem ? (
        <div className="flex flex-col gap-3 px-4 pb-4">
          {problem ? <Notice mark="bad">{problem.message}</Notice> : null}
          {made ? (
            <OneTime value={made.token} label="the token">
              The token <span className="font-medium">{made.name}</span>. It is not shown again.
            </OneTime>
          ) : null}
          {making ? <TokenForm pending={pending} onMake={make} /> : null}
        </div>
      ) : null}
      {tokens.length === 0 ? (
        <PanelMessage kind="empty" title="There is no token yet.">
          Probes and scripts need one to write measurements or read figures.
        </PanelMessage>
      ) : (
        <Table label="List of tokens" headings={[...HEADINGS]}>
          {tokens.map((token) => (
            <TokenRow
              key={token.token_id}
              token={token}
              pending={pending}
              onRevoke={() => run(() => actions.revokeToken(token.token_id))}
            />
          ))}
        </Table>
      )}
    </Panel>
  );
}

function TokenRow({ token, pending, onRevoke }: { token: Token; pending: boolean; onRevoke: () => void }) {
  const nodes = token.node_names;
  return (
    <tr className={token.status === "active" ? undefined : "text-ink-3"}>
      <td className="w-[34%] max-w-0 truncate">
        <span className="font-medium">{token.name}</span>
        <span className="block truncate font-mono text-12 text-ink-3">{token.token_hint}…</span>
      </td>
      <td>
        {token.scopes.join(", ")}
        {nodes ? (
          <span className="block text-12 text-ink-3" title={nodes.join(", ")}>
            {nodes.length === 1 ? nodes[0] : `${nodes.length} nodes`} only
          </span>
        ) : null}
      </td>
      <td className="whitespace-nowrap">
        <StatusMark mark={MARKS[token.status]} text={token.status} />
      </td>
      <td className="whitespace-nowrap max-md:hidden">
        {token.last_used_at ? <Time at={token.last_used_at} /> : <span className="text-ink-3">never</span>}
      </td>
      <td className="whitespace-nowrap max-md:hidden">
        {token.expires_at ? <Time at={token.expires_at} /> : <span className="text-ink-3">when revoked</span>}
      </td>
      <td className="whitespace-nowrap max-md:hidden">
        <Time at={token.created_at} format="day" />
        <span className="block max-w-40 truncate text-12 text-ink-3">{token.created_by}</span>
      </td>
      <td className="text-right">
        {token.status === "active" ? (
          <Button onClick={onRevoke} disabled={pending} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
