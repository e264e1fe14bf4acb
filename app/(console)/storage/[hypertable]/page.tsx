import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { ProblemPage } from "#components/panels/node/problem-page.client.tsx";
import { HypertableHeader } from "#components/panels/storage/hypertable-header.client.tsx";
import { Chunks, findHypertableOfPage, Layout, Lifecycle } from "#app/(console)/storage/parts.tsx";
import { shownName } from "#lib/chart-storage.ts";
import { waiting } from "#app/(console)/storage/waiting.tsx";

type Props = { params: Promise<{ hypertable: string }> };

/** A text that is no encoding of a name names nothing. */
async function nameOf({ params }: Props): Promise<string> {
  const { hypertable } = await params;
  try {
    return decodeURIComponent(hypertable);
  } catch {
    return hypertable;
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  await requirePage("viewer");
  return { title: await nameOf(props) };
}

export default async function HypertablePage(props: Props) {
  await requirePage("viewer");
  const name = await nameOf(props);
  const { found, ...hypertables } = await findHypertableOfPage(name);
  if (hypertables.initialProblem) return <ProblemPage problem={hypertables.initialProblem} />;
  if (!found) notFound();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <HypertableHeader hypertable={found} {...hypertables} />
      <Suspense fallback={waiting("Lifecycle", 360)}>
        <Lifecycle hypertable={shownName(found)} />
      </Suspense>
      <Suspense fallback={waiting("Chunks", 480)}>
        <Chunks hypertable={found} />
      </Suspense>
      <Suspense fallback={waiting("Layout", 240)}>
        <Layout hypertable={found} />
      </Suspense>
    </div>
  );
}
