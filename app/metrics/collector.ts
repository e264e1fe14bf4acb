import { type Counter, type Gauge, Histogram, type Registry } from "prom-client";

/**
 * Puts the figures of one subject into a registry that lives for one scrape. It may throw: then the scrape tells that
 * this collector failed, and what it had set so far stays out.
 */
export type Collect = (registry: Registry) => Promise<void>;
export type Collector = { name: string; collect: Collect };

/** A sample as a line of the exposition: value by labels. */
export type Sample = { labels: Record<string, string>; value: number };

/** Sets every sample of a gauge or a counter. */
export const setAll = (metric: Counter | Gauge, samples: readonly Sample[]): void => {
  for (const { labels, value } of samples) metric.inc(labels, value);
};

export type Distribution = { labels: Record<string, string>; counts: readonly number[]; sum: number };

/** A histogram whose observations were counted elsewhere. `counts` are those of each bucket alone, and above the last. */
export class CountedHistogram extends Histogram {
  readonly #bounds: readonly number[];
  readonly #told: Distribution[] = [];
  readonly #name: string;
  readonly #help: string;

  constructor(options: { name: string; help: string; bounds: readonly number[]; registers: Registry[] }) {
    const { name, help, bounds, registers } = options;
    super({ name, help, buckets: [...bounds], registers });
    this.#bounds = bounds;
    this.#name = name;
    this.#help = help;
  }

  tell(distribution: Distribution): void {
    this.#told.push(distribution);
  }

  override get(): ReturnType<Histogram["get"]> {
    const values = this.#told.flatMap(({ labels, counts, sum }) => {
      let count = 0;
      const buckets = [...this.#bounds, Infinity].map((bound, bin) => {
        count += counts[bin] ?? 0;
        const le = bound === Infinity ? "+Inf" : String(bound);
        return { labels: { ...labels, le }, value: count, metricName: `${this.#name}_bucket` };
      });
      return [
        ...buckets,
        { labels, value: sum, metricName: `${this.#name}_sum` },
        { labels, value: count, metricName: `${this.#name}_count` },
      ];
    });
    return Promise.resolve({
      name: this.#name,
      help: this.#help,
      type: "histogram",
      values,
      aggregator: "sum",
    } as unknown as Awaited<ReturnType<Histogram["get"]>>);
  }

  /** What the registry prints. */
  getForPromString(): ReturnType<Histogram["get"]> {
    return this.get();
  }
}
