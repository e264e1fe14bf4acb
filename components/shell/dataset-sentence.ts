import { fixed, formatDuration } from "#lib/format.ts";
import type { Dataset } from "#lib/model/dataset.ts";

const shiftText = (seconds: number): string =>
  seconds === 0
    ? "times as measured"
    : `times shifted by ${formatDuration(Math.abs(seconds), 2)} ${seconds > 0 ? "forward" : "back"}`;

/** What a data set is, one sentence: that it is simulated or imported, how many nodes, how far its times were moved, whom to credit. */
export function datasetSentence({ kind, title, credit, node_count, shift_seconds }: Dataset): string {
  const nodes = `${fixed(node_count, 0)} ${node_count === 1 ? "node" : "nodes"}`;
  const thanks = credit === null ? "" : `; ${credit}`;
  if (kind === "import") return `Imported data: ${title}, ${nodes}, ${shiftText(shift_seconds)}${thanks}.`;
  const name = /simulated|demo/i.test(title) ? "" : `: ${title}`;
  return `Simulated demo fleet${name}, ${nodes}; no real network was measured${thanks}.`;
}
