"use client";

import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { SeriesView } from "#lib/api/series.ts";
import type { Series } from "#lib/model/series.ts";
import type { Problem } from "#lib/problem.ts";
import { askedText, insteadText } from "#lib/series-refusal.ts";

type RefusedProps = { view: SeriesView; problem: Problem; series: Series; onAutomatic: () => void };

/** Above a chart that is not drawn as asked: what was refused, why, and what is shown instead. */
export function ResolutionRefused({ view, problem, series, onAutomatic }: RefusedProps) {
  return (
    <div className="pb-2">
      <Notice mark="late">
        <strong className="font-medium">Refused: {askedText(view)}.</strong> {problem.message} {insteadText(series)}{" "}
        <Button look="ghost" className="h-6! underline" onClick={onAutomatic}>
          Choose automatically
        </Button>
      </Notice>
    </div>
  );
}
