import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { settle } from "#app/settle.ts";
import { CapacityView } from "#components/panels/capacity/capacity-view.client.tsx";
import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import { getCapacityBasis } from "#db/queries/capacity.ts";
import { listForecasts } from "#db/queries/forecasts.ts";
import { getGrowth } from "#db/queries/growth.ts";
import { catalogReader } from "#db/server.ts";
import { readDiskBytes } from "#lib/env-disk.ts";
import { databaseHistory } from "#lib/chart-growth.ts";

export const metadata: Metadata = { title: "Capacity" };

export default async function CapacityPage() {
  await requirePage("viewer");
  return (
    <>
      <h1 className="sr-only">Capacity</h1>
      <Suspense fallback={<Frame />}>
        <Capacity />
      </Suspense>
    </>
  );
}

async function Capacity() {
  await connection();
  const settled = await settle(async () => {
    const db = catalogReader();
    const now = new Date();
    const [basis, forecasts, growth] = await Promise.all([
      getCapacityBasis(db, { now, disk_bytes: readDiskBytes(process.env) }),
      listForecasts(db),
      getGrowth(db, { now }),
    ]);
    return { basis, forecasts, history: databaseHistory(growth), as_of: basis.as_of };
  });
  return <CapacityView {...settled} />;
}

const Frame = () => (
  <Panel title="Projection" height={480}>
    <PanelSkeleton rows={10} />
  </Panel>
);
