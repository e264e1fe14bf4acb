import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentPerson, requirePage } from "#app/guard.ts";
import { settle } from "#app/settle.ts";
import { ProblemPage } from "#components/panels/node/problem-page.client.tsx";
import { COOKIES } from "#components/shell/cookies.ts";
import { DatasetBanner } from "#components/shell/dataset-banner.tsx";
import { PersonProvider } from "#components/shell/person.client.tsx";
import { Rail } from "#components/shell/rail.client.tsx";
import { SkipLink } from "#components/shell/skip-link.tsx";
import { TopBar } from "#components/shell/top-bar.tsx";
import { listDatasets } from "#db/queries/datasets.ts";
import { reader } from "#db/server.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  // Nobody can be recognised while the database is away: then the page says that, and asks again.
  const { initialProblem } = await settle(currentPerson);
  if (initialProblem)
    return (
      <main className="p-4">
        <ProblemPage problem={initialProblem} />
      </main>
    );
  const { name, email, role } = await requirePage("viewer");
  const folded = (await cookies()).get(COOKIES.rail)?.value === "folded";
  return (
    <PersonProvider person={{ name, email, role }}>
      <div className="flex min-h-dvh">
        <SkipLink />
        <Rail foldedAtFirst={folded} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar />
          <Datasets />
          <main id="content" tabIndex={-1} className="flex-1 p-4 outline-none">
            {children}
          </main>
        </div>
      </div>
    </PersonProvider>
  );
}

/** The banner. A database that does not answer is told by the page's panels, not here. */
async function Datasets() {
  const datasets = await Promise.resolve()
    .then(() => listDatasets(reader()))
    .catch(() => []);
  return <DatasetBanner datasets={datasets} />;
}
