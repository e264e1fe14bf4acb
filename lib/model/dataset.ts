/** A set of measurements that did not come from live probes, told in the console for as long as it is shown. */
export type Dataset = {
  dataset_id: string;
  kind: "demo" | "import";
  title: string;
  /** Whom to credit, or null. */
  credit: string | null;
  node_count: number;
  /** Range of its measurements as stored. */
  first_time: string | null;
  last_time: string | null;
  /** How far the times were moved when imported; 0 when as measured. */
  shift_seconds: number;
  created_at: string;
};
