import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { waiting } from "#app/(console)/storage/waiting.tsx";
import { Doctor, Jobs } from "./parts.tsx";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage() {
  await requirePage("viewer");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h1 className="sr-only">Jobs</h1>
      <Suspense fallback={waiting("Doctor", 240)}>
        <Doctor />
      </Suspense>
      <Suspense fallback={waiting("Policies and jobs", 480)}>
        <Jobs />
      </Suspense>
    </div>
  );
}
