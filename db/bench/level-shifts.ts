import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { findLevelShifts } from "#lib/level-shifts.ts";

/**
 * Precision and recall of lib/level-shifts.ts against marks of a person, as docs/decisions/0017-level-shifts.md states
 * them. `node db/bench/level-shifts.ts MEASUREMENTS.csv.gz MARKS.csv`: the first has columns time, node_name and latency_ms,
 * the second time and node_name. Probes in order of name: the first, third, … chose the parameters, the others did not.
 */

/** Lengths of buckets in minutes: as measured, of 30 days, of 90 days, and hours. */
const BUCKET_MINUTES = [4, 12, 40, 60];
const LEAST_TOLERANCE_MS = 20 * 60_000;

type Probe = { name: string; replies: [time_ms: number, latency_ms: number][]; marks: number[] };
type Score = { found: number; marked: number; matched: number };

const columnsOf = (line: string, names: string[]): number[] => names.map((name) => line.split(",").indexOf(name));

const readProbes = async (measurements: string, marks: string): Promise<Probe[]> => {
  const probes = new Map<string, Probe>();
  const probeOf = (name: string): Probe => {
    const probe = probes.get(name) ?? { name, replies: [], marks: [] };
    probes.set(name, probe);
    return probe;
  };
  let columns: number[] | undefined;
  for await (const line of createInterface({ input: createReadStream(measurements).pipe(createGunzip()) })) {
    if (!columns) {
      columns = columnsOf(line, ["time", "node_name", "latency_ms"]);
      continue;
    }
    const fields = line.split(",");
    const [time, name, latency_ms] = columns.map((column) => fields[column] ?? "");
    if (latency_ms) probeOf(name!).replies.push([Date.parse(time!), Number(latency_ms)]);
  }
  const [header, ...lines] = (await readFile(marks, "utf8")).trim().split(/\r?\n/);
  const [time_at, name_at] = columnsOf(header!, ["time", "node_name"]);
  for (const line of lines) {
    const fields = line.split(",");
    probeOf(fields[name_at!]!).marks.push(Date.parse(fields[time_at!]!));
  }
  for (const { marks: own } of probes.values()) own.sort((a, b) => a - b);
  return [...probes.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

const medianOf = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** When the detector says that the level of a probe shifts, with buckets of this length. */
const shiftsOf = ({ replies }: Probe, bucket_ms: number): number[] => {
  const buckets = Map.groupBy(replies, ([time_ms]) => Math.floor(time_ms / bucket_ms) * bucket_ms);
  const starts = [...buckets.keys()].toSorted((a, b) => a - b);
  const medians = Float64Array.from(starts, (start) =>
    medianOf(buckets.get(start)!.map(([, latency_ms]) => latency_ms)),
  );
  return findLevelShifts(medians).map(({ index }) => starts[index]!);
};

/** The most pairs of a mark and a finding at most `tolerance_ms` apart, each in one pair only; both sorted. */
const matchedOf = (marks: number[], found: number[], tolerance_ms: number): number => {
  let [at, matched] = [0, 0];
  for (const mark of marks) {
    while (at < found.length && found[at]! < mark - tolerance_ms) at++;
    if (at < found.length && found[at]! <= mark + tolerance_ms) [at, matched] = [at + 1, matched + 1];
  }
  return matched;
};

const scoreOf = (probes: Probe[], bucket_ms: number, tolerance_ms: number): Score => {
  const score: Score = { found: 0, marked: 0, matched: 0 };
  for (const probe of probes) {
    const found = shiftsOf(probe, bucket_ms);
    score.found += found.length;
    score.marked += probe.marks.length;
    score.matched += matchedOf(probe.marks, found, tolerance_ms);
  }
  return score;
};

const rowOf = (half: string, minutes: number, tolerance_ms: number, { found, marked, matched }: Score) => {
  const [precision, recall] = [matched / found, matched / marked];
  return {
    probes: half,
    "bucket min": minutes,
    "tolerance min": tolerance_ms / 60_000,
    marked,
    found,
    precision: precision.toFixed(3),
    recall: recall.toFixed(3),
    f1: ((2 * precision * recall) / (precision + recall)).toFixed(3),
  };
};

const [measurements, marks] = process.argv.slice(2);
if (!measurements || !marks) {
  process.stderr.write("Usage: node db/bench/level-shifts.ts MEASUREMENTS.csv.gz MARKS.csv\n");
  process.exit(2);
}
const probes = await readProbes(measurements, marks);
const halves: [string, Probe[]][] = [
  ["chosen on", probes.filter((_, index) => index % 2 === 0)],
  ["reported", probes.filter((_, index) => index % 2 === 1)],
  ["all", probes],
];
const rows = BUCKET_MINUTES.flatMap((minutes) => {
  const bucket_ms = minutes * 60_000;
  const tolerances = [
    ...new Set([Math.min(2 * bucket_ms, LEAST_TOLERANCE_MS), Math.max(LEAST_TOLERANCE_MS, bucket_ms)]),
  ];
  return tolerances.flatMap((tolerance_ms) =>
    halves.map(([half, of]) => rowOf(half, minutes, tolerance_ms, scoreOf(of, bucket_ms, tolerance_ms))),
  );
});
console.table(rows);
