import { formatDuration } from "#lib/format.ts";
import type { Dataset } from "#lib/model/dataset.ts";

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

/** "Simulated demo fleet, 24 nodes." or "Imported data: Atlas 2016, 50 nodes, times shifted by 3,654 d; RIPE NCC, RIPE Atlas." */
function datasetSentence({ kind, title, credit, node_count, shift_seconds }: Dataset): string {
  const nodes = `${node_count} ${node_count === 1 ? "node" : "nodes"}`;
  const head = kind === "demo" ? `Simulated demo fleet: ${title}` : `Imported data: ${title}`;
  const shift = shift_seconds === 0 ? "times as measured" : shiftText(shift_seconds);
  return `${head}, ${nodes}${kind === "demo" ? "" : `, ${shift}`}${credit ? `; ${credit}` : ""}.`;
}

const shiftText = (seconds: number): string =>
  `times shifted by ${formatDuration(Math.abs(seconds), 2)} ${seconds > 0 ? "forward" : "back"}`;
