import { dailyBytes, lifecycleOf, storeSizer, wholeChunks } from "./capacity.ts";
import type { CapacityBasis, Scenario, Store } from "./model/capacity.ts";

/** A part of the database, now and at the end of a projection. Bytes; null: it has none of this, or none was measured. */
export type CompositionRow = {
  store: string;
  note: string;
  now_bytes: number;
  index_bytes: number | null;
  hot_bytes_per_day: number | null;
  warm_bytes_per_day: number | null;
  hot_bytes_then: number | null;
  warm_bytes_then: number | null;
  then_bytes: number;
};

const some = (bytes: number): number | null => (bytes > 0 ? bytes : null);

function noteOf(store: Store, scenario: Scenario, warm_measured: boolean): string {
  const { hot_days, kept_days } = wholeChunks(lifecycleOf(store, scenario));
  const days = (range: [number, number] | null) => range && range.map((day) => Math.round(day * 10) / 10).join(" to ");
  const hot = hot_days ? `hot for ${days(hot_days)} d` : "never compressed";
  const unmeasured =
    hot_days && store.hot_bytes_per_node_day && !warm_measured ? ", taken as uncompressed: none was measured yet" : "";
  return `${hot}${unmeasured}; ${kept_days ? `kept ${days(kept_days)} d` : "kept for good"}`;
}

function storeRow(store: Store, basis: CapacityBasis, scenario: Scenario): CompositionRow {
  const { hot, warm } = storeSizer(store, basis, scenario)(scenario.until_ms);
  const daily = dailyBytes(store, basis, scenario);
  const compresses = lifecycleOf(store, scenario).compress_after_seconds !== null;
  return {
    store: store.name,
    note: noteOf(store, scenario, daily.warm_measured),
    now_bytes: store.total_bytes,
    index_bytes: store.index_bytes,
    hot_bytes_per_day: some(daily.hot.mid),
    warm_bytes_per_day: compresses && daily.warm_measured ? daily.warm.mid : null,
    hot_bytes_then: hot.mid + store.parent_bytes,
    warm_bytes_then: some(warm.mid),
    then_bytes: hot.mid + warm.mid + store.parent_bytes,
  };
}

function otherRow({ other_bytes, other_bytes_per_day, as_of }: CapacityBasis, scenario: Scenario): CompositionRow {
  const days = (scenario.until_ms - Date.parse(as_of)) / 86_400_000;
  return {
    store: "all else",
    note: "other tables, samples, catalog",
    now_bytes: other_bytes,
    index_bytes: null,
    hot_bytes_per_day: other_bytes_per_day === null ? null : Math.max(0, other_bytes_per_day),
    warm_bytes_per_day: null,
    hot_bytes_then: null,
    warm_bytes_then: null,
    then_bytes: Math.max(0, other_bytes + (other_bytes_per_day ?? 0) * days),
  };
}

/** What the database consists of: measurements, rollups, and where its size is known all else. */
export const compositionOf = (basis: CapacityBasis, scenario: Scenario): CompositionRow[] => [
  ...basis.stores.map((store) => storeRow(store, basis, scenario)),
  ...(basis.database_bytes === null ? [] : [otherRow(basis, scenario)]),
];
