import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { TilesFrame } from "#components/panels/storage/tiles-frame.tsx";
import { Aggregates, Doctor, Growth, Hypertables, Lifecycle, Policies, Server, Tables, Tiles } from "./parts.tsx";
import { waiting } from "./waiting.tsx";

export const metadata: Metadata = { title: "Storage" };

type Props = { searchParams: Promise<{ lane?: string | string[] }> };

export default async function StoragePage({ searchParams }: Props) {
  await requirePage("viewer");
  const { lane } = await searchParams;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-2">
      <h1 className="sr-only">Storage</h1>
      <div className="xl:col-span-2">
        <Suspense fallback={<TilesFrame />}>
          <Tiles />
        </Suspense>
      </div>
      <div className="xl:col-span-2">
        <Suspense fallback={waiting("Doctor", 170)}>
          <Doctor />
        </Suspense>
      </div>
      <div className="xl:col-span-2">
        <Suspense fallback={waiting("Lifecycle", 390)}>
          <Lifecycle lane={typeof lane === "string" ? lane : undefined} />
        </Suspense>
      </div>
      <div className="xl:col-span-2">
        <Suspense fallback={waiting("Growth", 240)}>
          <Growth />
        </Suspense>
      </div>
      <div className="xl:col-span-2">
        <Suspense fallback={waiting("Hypertables", 360)}>
          <Hypertables />
        </Suspense>
      </div>
      <Suspense fallback={waiting("Continuous aggregates", 240)}>
        <Aggregates />
      </Suspense>
      <Suspense fallback={waiting("Policies and jobs", 240)}>
        <Policies />
      </Suspense>
      <div className="xl:col-span-2">
        <Suspense fallback={waiting("Server", 390)}>
          <Server />
        </Suspense>
      </div>
      <div className="xl:col-span-2">
        <Suspense fallback={waiting("Ordinary tables", 240)}>
          <Tables />
        </Suspense>
      </div>
    </div>
  );
}
