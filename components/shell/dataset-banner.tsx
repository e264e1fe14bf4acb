import type { Dataset } from "#lib/model/dataset.ts";
import { datasetSentence } from "./dataset-sentence.ts";

/** Imports that are told one by one; of more, how many. */
const TOLD = 3;

/**
 * Says calmly which of the data on screen no live probe measured, for as long as it is shown: the simulated first, then
 * the newest imports. Nothing when all of it is measured live.
 */
export function DatasetBanner({ datasets }: { datasets: Dataset[] }) {
  const shown = datasets.filter(({ node_count }) => node_count > 0);
  if (shown.length === 0) return null;
  const simulated = shown.filter(({ kind }) => kind === "demo");
  const imports = shown.filter(({ kind }) => kind === "import");
  const more = imports.length - TOLD;
  const sentences = [...simulated, ...imports.slice(0, TOLD)].map(datasetSentence);
  if (more > 0) sentences.push(`And ${more} more ${more === 1 ? "import" : "imports"}.`);
  return (
    <aside aria-label="About this data" className="border-b bg-tint-info px-4 py-1.5 text-12 text-ink-2">
      <p>{sentences.join(" ")}</p>
    </aside>
  );
}
