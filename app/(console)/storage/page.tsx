import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { TilesFrame } from "#components/panels/storage/tiles-frame.tsx";
import { Aggregates, Chunks, Doctor, Growth, Hypertables, Lifecycle, Policies, Tiles } from "./parts.tsx";
import { waiting } from "./waiting.tsx";

export const metadata: Metadata = { title: "Storage" };

export default async function StoragePage() {
  await requirePage("viewer");
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
          <Lifecycle />
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
        <Suspense fallback={waiting("Chunks", 400)}>
          <Chunks />
        </Suspense>
      </div>
    </div>
  );
}
