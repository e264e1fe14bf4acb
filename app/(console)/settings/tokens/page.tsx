import type { Metadata } from "next";
import { requirePage } from "#app/guard.ts";
import { settle } from "#app/settle.ts";
import { TokensPanel } from "#components/panels/access/tokens-panel.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { accessDatabase } from "#db/access/server.ts";
import { listTokens } from "#db/access/tokens.ts";
import * as actions from "./actions.ts";

export const metadata: Metadata = { title: "Tokens" };

export default async function TokensPage() {
  await requirePage("admin");
  const { initial: tokens, initialProblem } = await settle(() => listTokens(accessDatabase()));
  return (
    <>
      <h1 className="sr-only">Tokens</h1>
      {tokens ? (
        <TokensPanel tokens={tokens} actions={{ ...actions }} />
      ) : (
        <Panel title="Tokens">{initialProblem ? <ProblemMessage problem={initialProblem} /> : null}</Panel>
      )}
    </>
  );
}
