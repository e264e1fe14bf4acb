import type { Lifecycle, LifecycleBlock } from "./model/lifecycle.ts";

/** A block of the lane, or a chunk that was dropped and that the archive has: a line of its table and of its CSV. */
export type LaneRow = Omit<LifecycleBlock, "state" | "total_bytes"> & {
  state: LifecycleBlock["state"] | "archive_alone";
  /** null: nothing of it is in the database. */
  total_bytes: number | null;
  /** What the archive holds of it; null: nothing, or there is no ledger that may be read. */
  archive_bytes: number | null;
};

/** Everything that the lane shows, oldest first. */
export function laneRows({ blocks, archived }: Pick<Lifecycle, "blocks" | "archived">): LaneRow[] {
  const held = archived ?? [];
  const within = ({ from_ms, to_ms }: LifecycleBlock) =>
    held.filter((each) => each.kept && each.from_ms >= from_ms && each.to_ms <= to_ms);
  const there = blocks.map((block): LaneRow => {
    const copies = within(block);
    const archive_bytes = copies.length === 0 ? null : copies.reduce((sum, copy) => sum + copy.archive_bytes, 0);
    return { ...block, archive_bytes };
  });
  const alone = held
    .filter(({ kept }) => !kept)
    .map(({ from_ms, to_ms, chunk_name, row_count, archive_bytes }): LaneRow => ({
      from_ms,
      to_ms,
      chunk_name,
      chunk_count: 1,
      state: "archive_alone",
      frozen: false,
      total_bytes: null,
      before_bytes: null,
      row_count,
      late_rows: null,
      archive_bytes,
    }));
  return [...alone, ...there].toSorted((a, b) => a.from_ms - b.from_ms);
}

type CsvRow = Omit<LaneRow, "from_ms" | "to_ms"> & { from: string; to: string };

export const LANE_KEYS: (keyof CsvRow)[] = [
  "from",
  "to",
  "chunk_name",
  "chunk_count",
  "state",
  "frozen",
  "total_bytes",
  "before_bytes",
  "archive_bytes",
  "row_count",
  "late_rows",
];

/** The same with its times as text. */
export const csvRows = (of: Pick<Lifecycle, "blocks" | "archived">): CsvRow[] =>
  laneRows(of).map(({ from_ms, to_ms, ...row }) => ({
    ...row,
    from: new Date(from_ms).toISOString(),
    to: new Date(to_ms).toISOString(),
  }));
