import { createRandom } from "#lib/ingest/testing.ts";

/** A row of a file as a probe's collector writes it, before any rule of ours. */
type FixtureRow = { time: number; node_name: string; latency_ms: number | null };

export type Fixture = {
  csv: string;
  ndjson: string;
  rows_read: number;
  repeated: number;
  without_reply: number;
  /** Distinct rows. */
  rows: FixtureRow[];
  first_time: number;
  last_time: number;
};

export type FixtureOptions = {
  /** Epoch milliseconds of the first measurement. */
  from: number;
  nodes: number;
  /** Measurements of a node before gaps. */
  count: number;
  interval_seconds: number;
  seed?: number;
};

const rowsOf = (at: number, { from, count, interval_seconds }: FixtureOptions, random: () => number): FixtureRow[] => {
  const base = 20 + at * 31;
  const rows: FixtureRow[] = [];
  let gap_until = -1;
  for (let index = 0; index < count; index += 1) {
    if (random() < 0.002) gap_until = index + 5 + Math.floor(random() * 40);
    const replied = random() >= 0.004;
    const latency_ms = replied ? Math.round((base + random() * 8 + (random() < 0.01 ? 900 : 0)) * 1e6) / 1e6 : null;
    if (index < gap_until && index > 0 && index < count - 1) continue;
    rows.push({ time: from + (index * interval_seconds + at * 7) * 1000, node_name: `probe-${at}`, latency_ms });
  }
  return rows;
};

/**
 * Measurements in the shape of a public archive: node after node, region and loss blank where the source cannot know,
 * a few rows without reply, repeated, out of order, and gaps. The same options give the same file.
 */
export const createFixture = (options: FixtureOptions): Fixture => {
  const random = createRandom(options.seed ?? 1);
  const rows = Array.from({ length: options.nodes }, (_, at) => rowsOf(at, options, random)).flat();
  const written = [...rows];
  const repeated = 3;
  for (let copy = 0; copy < repeated; copy += 1) {
    const at = Math.floor(random() * rows.length);
    written.splice(at, 0, written[at] as FixtureRow);
  }
  for (let swap = 0; swap < 5; swap += 1) {
    const at = Math.floor(random() * (written.length - 1));
    [written[at], written[at + 1]] = [written[at + 1] as FixtureRow, written[at] as FixtureRow];
  }
  const iso = (time: number): string => new Date(time).toISOString().replace(".000Z", "Z");
  const csv = written.map(({ time, node_name, latency_ms }) =>
    latency_ms === null ? `${iso(time)},${node_name},,,0,100` : `${iso(time)},${node_name},,${latency_ms},100,`,
  );
  const ndjson = written.map(({ time, ...row }) => JSON.stringify({ time: iso(time), ...row }));
  const times = rows.map((row) => row.time);
  return {
    csv: ["time,node_name,region,latency_ms,uptime_pct,packet_loss", ...csv, ""].join("\n"),
    ndjson: [...ndjson, ""].join("\n"),
    rows_read: written.length,
    repeated,
    without_reply: written.filter((row) => row.latency_ms === null).length,
    rows,
    first_time: Math.min(...times),
    last_time: Math.max(...times),
  };
};

export type DayFigures = {
  day: string;
  node_name: string;
  measurement_count: number;
  reply_count: number;
  avg_latency_ms: number | null;
  min_latency_ms: number | null;
  max_latency_ms: number | null;
  p50_latency_ms: number | null;
  p95_latency_ms: number | null;
  p99_latency_ms: number | null;
  avg_uptime_pct: number;
};

/** As percentile_cont: between the two nearest values. */
const percentile = (sorted: readonly number[], share: number): number | null => {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined || above === undefined ? null : below + (above - below) * (place - Math.floor(place));
};

/** What the daily aggregates must say of a fixture moved by `shift_seconds`, computed without a database. */
export const computeDays = ({ rows }: Fixture, shift_seconds = 0): DayFigures[] => {
  const groups = new Map<string, FixtureRow[]>();
  for (const row of rows) {
    const key = `${new Date(row.time + shift_seconds * 1000).toISOString().slice(0, 10)} ${row.node_name}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups]
    .map(([key, group]) => {
      const [day = "", node_name = ""] = key.split(" ");
      const replies = group
        .flatMap((row) => (row.latency_ms === null ? [] : Math.fround(row.latency_ms)))
        .toSorted((a, b) => a - b);
      return {
        day,
        node_name,
        measurement_count: group.length,
        reply_count: replies.length,
        avg_latency_ms: replies.length === 0 ? null : replies.reduce((sum, value) => sum + value, 0) / replies.length,
        min_latency_ms: replies[0] ?? null,
        max_latency_ms: replies.at(-1) ?? null,
        p50_latency_ms: percentile(replies, 0.5),
        p95_latency_ms: percentile(replies, 0.95),
        p99_latency_ms: percentile(replies, 0.99),
        avg_uptime_pct: (100 * replies.length) / group.length,
      };
    })
    .toSorted((a, b) => (a.day + a.node_name < b.day + b.node_name ? -1 : 1));
};

/** Where days differ from the reference: counts must be equal, figures to the precision of `real`. */
export const listDifferences = (days: readonly DayFigures[], expected: readonly DayFigures[]): string[] => {
  const found = new Map(days.map((day) => [`${day.day} ${day.node_name}`, day]));
  const differences = days.length === expected.length ? [] : [`${days.length} days, not ${expected.length}`];
  for (const reference of expected) {
    const key = `${reference.day} ${reference.node_name}`;
    const day: Partial<DayFigures> = found.get(key) ?? {};
    for (const name of Object.keys(reference) as (keyof DayFigures)[]) {
      const [actual, wanted] = [day[name], reference[name]];
      const near =
        typeof actual === "number" && typeof wanted === "number" && !name.endsWith("_count")
          ? Math.abs(actual - wanted) <= 1e-6 * Math.abs(wanted)
          : actual === wanted;
      if (!near) differences.push(`${key} ${name}: ${actual}, not ${wanted}`);
    }
  }
  return differences;
};
