import { expect, it } from "vitest";
import type { Dataset } from "#lib/model/dataset.ts";
import { datasetSentence } from "./dataset-sentence.ts";

const dataset: Dataset = {
  dataset_id: "1",
  kind: "import",
  title: "atlas-2016.csv.gz",
  credit: "RIPE NCC, RIPE Atlas",
  node_count: 50,
  first_time: null,
  last_time: null,
  shift_seconds: 0,
  created_at: "2026-11-22T10:00:00Z",
};
const nbsp = "\u00a0";

it("says that data is imported, whether its times were moved, and whom to credit", () => {
  expect(datasetSentence(dataset)).toBe(
    "Imported data: atlas-2016.csv.gz, 50 nodes, times as measured; RIPE NCC, RIPE Atlas.",
  );
  expect(datasetSentence({ ...dataset, shift_seconds: 315_619_200 + 3600, credit: null, node_count: 1 })).toBe(
    `Imported data: atlas-2016.csv.gz, 1 node, times shifted by 3653${nbsp}d 1${nbsp}h forward.`,
  );
});

it("says that a demo is simulated, once", () => {
  const demo = { ...dataset, kind: "demo", credit: null, node_count: 24 } as const;
  const sentence = "Simulated demo fleet, 24 nodes; no real network was measured.";
  expect(datasetSentence({ ...demo, title: "Simulated demo fleet" })).toBe(sentence);
  expect(datasetSentence({ ...demo, title: "8 regions" })).toBe(sentence.replace(",", ": 8 regions,"));
});
