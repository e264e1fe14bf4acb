import type { Backend } from "./backend.ts";
import type { Turns } from "./turns.ts";

/** Placeholder until jobs run. */
export class JobScheduler {
  constructor(_options: { backend: Backend; turns: Turns; on_log: (line: string) => void }) {}
  start(): void {}
  stop(): void {}
}
