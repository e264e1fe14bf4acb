import type { Dataset } from "#lib/model/dataset.ts";
import { datasetSentence } from "./dataset-sentence.ts";

/**
 * One calm line that says which of the data on screen no live probe measured, for as long as it is shown. Nothing when
 * all of it is measured live.
 */
export function DatasetBanner({ datasets }: { datasets: Dataset[] }) {
  const sentences = datasets.filter(({ node_count }) => node_count > 0).map(datasetSentence);
  if (sentences.length === 0) return null;
  const text = sentences.join(" ");
  return (
    <aside aria-label="About this data" className="border-b bg-tint-info px-4 py-1.5 text-12 text-ink-2">
      <p className="truncate" title={text}>
        {text}
      </p>
    </aside>
  );
}
