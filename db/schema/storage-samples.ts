/**
 * What a hypertable weighed at a time; without a name, the database as a whole. Sizes are bytes, rows estimates (null:
 * nobody counted). Written by fiber.sample_storage(), never by the console.
 */
export type StorageSamplesTable = {
  time: string;
  hypertable_schema: string | null;
  hypertable_name: string | null;
  chunk_count: number;
  compressed_chunk_count: number;
  total_bytes: number;
  table_bytes: number | null;
  index_bytes: number | null;
  toast_bytes: number | null;
  hot_bytes: number;
  warm_bytes: number;
  hot_rows: number | null;
  warm_rows: number | null;
  before_compression_bytes: number | null;
  after_compression_bytes: number | null;
};

/** What a day's forecast said of the database's size on a day to come. */
export type StorageForecastsTable = {
  made_on: string;
  horizon_days: number;
  made_at: string;
  target_at: string;
  base_bytes: number;
  low_bytes: number;
  expected_bytes: number;
  high_bytes: number;
};
