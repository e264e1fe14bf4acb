import { expect, test } from "vitest";
import { type Entry, groupsFor, type Known, nodeEntry, parseRecent, withRecent } from "./palette-entries.ts";

const node = { node_id: "n1", node_name: "edge-1", region: "eu" };
const known: Known = { role: "viewer", paused: false, recent: [], nodes: [node], hypertables: [] };
const names = (text: string, more: Partial<Known> = {}) =>
  groupsFor(text, { ...known, ...more }).map(
    ({ value, items }) => `${value}: ${items.map(({ label }) => label).join(", ")}`,
  );

test("without a text: what was used last, pages and actions; nodes only when asked for", () => {
  const groups = groupsFor("", { ...known, recent: [nodeEntry(node)] }).map(({ value }) => value);
  expect(groups).toEqual(["Recent", "Pages", "Actions"]);
  expect(names("edge")).toEqual(["Nodes: edge-1"]);
});

test("every word of the text counts, in any case; nothing found is no group", () => {
  expect(names("UTC", { nodes: [] })).toEqual(["Actions: Times in UTC"]);
  expect(names("range 7", { nodes: [] })).toEqual(["Actions: Range: last 7 days"]);
  expect(names("zzz", { nodes: [] })).toEqual([]);
});

test("settings are listed for who may use them, resuming for who paused", () => {
  expect(names("settings", { nodes: [] })).toEqual([]);
  expect(names("settings", { nodes: [], role: "admin" })).toEqual(["Pages: Settings, Tokens, Audit"]);
  expect(names("resume", { nodes: [], paused: true })).toEqual(["Actions: Resume refreshing"]);
});

test("recent pages are the newest first, each once, five at most; actions are not among them", () => {
  const entry = (n: number): Entry => nodeEntry({ ...node, node_id: `n${n}`, node_name: `edge-${n}` });
  let recent: Entry[] = [];
  for (const n of [1, 2, 3, 4, 5, 6, 3]) recent = withRecent(recent, entry(n));
  expect(recent.map(({ label }) => label)).toEqual(["edge-3", "edge-6", "edge-5", "edge-4", "edge-2"]);
  expect(withRecent(recent, { key: "x", label: "x", hint: "", deed: { to: "pause", paused: true } })).toEqual(recent);
  expect(parseRecent(JSON.stringify(recent))).toEqual(recent);
  for (const text of [
    null,
    "",
    "{",
    "[1, null]",
    '[{"key":"a","label":"b","hint":"","deed":{"to":"page","href":"//evil"}}]',
  ])
    expect(parseRecent(text)).toEqual([]);
});
