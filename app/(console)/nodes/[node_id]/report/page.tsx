import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePage } from "#app/guard.ts";
import { settle } from "#app/settle.ts";
import { ProblemPage } from "#components/panels/node/problem-page.client.tsx";
import { ReportForm } from "#components/panels/node/report-form.client.tsx";
import { ReportView } from "#components/panels/node/report-view.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { getServiceLevel } from "#db/queries/service-level.ts";
import { reader } from "#db/server.ts";
import { resolveRange } from "#lib/range.ts";
import { parseAccounting } from "#lib/service-level.ts";
import { findNodeOfPage } from "../find-node.ts";
import { readChoice, readSeriesView } from "../search-params.ts";
import type { Search } from "../search-params.ts";

type Props = { params: Promise<{ node_id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePage("viewer");
  const { initial } = await findNodeOfPage((await params).node_id);
  return { title: `Service level of ${initial?.node_name ?? "a node"}` };
}

export default async function ReportPage({ params, searchParams }: Props) {
  await requirePage("viewer");
  const [{ node_id }, search] = await Promise.all([params, searchParams]);
  const { initial: node, initialProblem } = await findNodeOfPage(node_id);
  if (initialProblem) return <ProblemPage problem={initialProblem} />;
  if (!node) notFound();
  const { choice, problem } = readChoice(search);
  const { time_zone } = await readSeriesView(search);
  const now = new Date();
  const settled = await settle(async () =>
    getServiceLevel(reader(), {
      node_id,
      ...resolveRange(choice, now),
      now,
      time_zone,
      accounting: parseAccounting(search),
    }),
  );
  const failed = problem ?? settled.initialProblem;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ReportForm search={search} />
      {failed ? <ProblemMessage problem={failed} /> : null}
      {!failed && settled.initial ? <ReportView node={node} report={settled.initial} /> : null}
    </div>
  );
}
