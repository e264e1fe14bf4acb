import type { CapacityBasis } from "./model/capacity.ts";

/** What the design of 2025 wrote under "Storage Projection", as it stands there; null: it does not say. */
export type SeedColumn = {
  probes: number;
  rows_a_day: string;
  hot_a_day: string | null;
  warm_a_day: string;
  kept: string;
};

export const SEED_TABLE: readonly SeedColumn[] = [
  { probes: 5, rows_a_day: "7,200", hot_a_day: "~7 MB", warm_a_day: "~700 KB", kept: "~63 MB" },
  { probes: 1000, rows_a_day: "1,440,000", hot_a_day: null, warm_a_day: "~1.4 GB", kept: "~126 GB" },
];

/** It counts a measurement a minute and probe, and keeps 90 days. */
const ROWS_A_DAY = 1440;
const KEPT_DAYS = 90;
/** Weekly chunks that are compressed once all of them is older than three days: rows stay hot for 3 to 10. */
const HOT_DAYS = [3, 10] as const;

/** The same by what this database measures; null: nothing of the kind was measured. */
export type SeedMeasured = {
  rows_per_day: number;
  hot_bytes_per_day: number | null;
  warm_bytes_per_day: number | null;
  /** Measurements of 90 to 97 days: just after a chunk was compressed and dropped, and just before. */
  kept_bytes: [number, number] | null;
  /** Its rollups over 90 days; they are never dropped and go on growing. */
  rollup_bytes: number | null;
};

/** What the seed's table says for `probes`, from bytes a row as measured here. */
export const measureSeed = (basis: CapacityBasis, probes: number): SeedMeasured => {
  const rows_per_day = probes * ROWS_A_DAY;
  const hot = basis.hot_bytes_per_row && basis.hot_bytes_per_row.mid * rows_per_day;
  const warm = basis.warm_bytes_per_row && basis.warm_bytes_per_row.mid * rows_per_day;
  const rollups = basis.stores.filter(({ kind }) => kind === "rollup");
  const daily = rollups.map((store) => store.warm_bytes_per_node_day ?? store.hot_bytes_per_node_day);
  const known = daily.filter((bytes) => bytes !== null);
  const warm_days = KEPT_DAYS - HOT_DAYS[0];
  return {
    rows_per_day,
    hot_bytes_per_day: hot,
    warm_bytes_per_day: warm,
    kept_bytes:
      hot === null || warm === null
        ? null
        : [HOT_DAYS[0] * hot + warm_days * warm, HOT_DAYS[1] * hot + warm_days * warm],
    rollup_bytes:
      known.length < rollups.length ? null : known.reduce((sum, { mid }) => sum + mid * probes * KEPT_DAYS, 0),
  };
};
