import type { Metadata } from "next";
import { requirePage } from "#app/guard.ts";
import { settle } from "#app/settle.ts";
import { UsersPanel } from "#components/panels/access/users-panel.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { accessDatabase } from "#db/access/server.ts";
import { listUsers } from "#db/access/users.ts";
import * as actions from "./actions.ts";

export const metadata: Metadata = { title: "People" };

export default async function UsersPage() {
  const { user_id } = await requirePage("admin");
  const { initial: users, initialProblem } = await settle(() => listUsers(accessDatabase()));
  return (
    <>
      <h1 className="sr-only">People</h1>
      {users ? (
        <UsersPanel users={users} own_user_id={user_id} actions={{ ...actions }} />
      ) : (
        <Panel title="People">{initialProblem ? <ProblemMessage problem={initialProblem} /> : null}</Panel>
      )}
    </>
  );
}
