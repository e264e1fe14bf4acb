import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { CompareEmpty } from "#components/panels/compare/compare-empty.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import { parseCompared } from "#lib/compare.ts";
import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import { parseRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { ComparisonOf } from "./comparison.tsx";

export const metadata: Metadata = { title: "Compare" };

export default async function ComparePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePage("viewer");
  return (
    <>
      <h1 className="sr-only">Compare</h1>
      <Asked params={await searchParams} />
    </>
  );
}

function Asked({ params }: { params: SearchParams }) {
  const asked = read(params);
  if ("problem" in asked) {
    return (
      <Panel title="Compare" height={440}>
        <ProblemMessage problem={asked.problem} />
      </Panel>
    );
  }
  if (asked.node_ids.length === 0) return <CompareEmpty />;
  return (
    <Suspense
      fallback={
        <Panel title="Compare" height={440}>
          <PanelSkeleton rows={8} label="Loading the comparison" />
        </Panel>
      }
    >
      <ComparisonOf {...asked} />
    </Suspense>
  );
}

function read(params: SearchParams): { node_ids: string[]; choice: RangeChoice } | { problem: Problem } {
  try {
    return { node_ids: parseCompared(params["node"]), choice: parseRange(params) };
  } catch (error) {
    return { problem: toProblem(error) };
  }
}
