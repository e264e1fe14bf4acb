/** The sizes of one thing, an entry for each time of `Growth.times`; null where no sample was taken. */
export type GrowthSeries = {
  /** Null for the database as a whole. */
  hypertable_schema: string | null;
  hypertable_name: string | null;
  /** The continuous aggregate that the hypertable stores, or null. */
  aggregate_name: string | null;
  total_bytes: (number | null)[];
  hot_bytes: (number | null)[];
  warm_bytes: (number | null)[];
  index_bytes: (number | null)[];
  toast_bytes: (number | null)[];
  /** Estimated; null also where nobody counted. */
  row_count_estimate: (number | null)[];
};

/** The job that takes samples; null: there is none. */
export type SamplingJob = {
  job_id: number;
  /** False: an operator paused it. */
  scheduled: boolean;
  every_seconds: number;
};

/** How sizes grew, from samples that the database itself keeps. */
export type Growth = {
  edition: "timescale" | "apache" | null;
  job: SamplingJob | null;
  /** Of all samples that are kept, not only of the range; null: none yet. */
  first_sample_at: string | null;
  last_sample_at: string | null;
  /** Distance of two times. The newest sample within stands for its bucket. */
  bucket_seconds: number;
  /** When the sample of each bucket was taken, the start of the bucket where none was; no bucket is left out. */
  times: string[];
  /** The database first, then the largest hypertables. */
  series: GrowthSeries[];
  /** Hypertables that are not listed because others are larger. */
  left_out: number;
  as_of: string;
};
