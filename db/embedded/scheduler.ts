import { type Backend, BackendAborted, BackendError } from "./backend.ts";
import { CHECKPOINT_DUE_SQL, VACUUM_DUE_SQL } from "./maintenance.ts";
import { CRASHED_SQL, DUE_SQL, endSql, type JobFailure, LOOKED_SQL, READY_SQL, startSql } from "./scheduler-sql.ts";
import { literal } from "./shared-session.ts";
import type { Turns } from "./turns.ts";

export type SchedulerOptions = {
  backend: Backend;
  turns: Turns;
  on_log: (line: string) => void;
  /** False: only checkpoints are made; nothing changes what a test sees. */
  jobs: boolean;
};

const EVERY_MS = 3_000;
const VACUUM_EVERY_MS = 60_000;
const NOTE_EVERY_MS = 60_000;

/**
 * Runs the jobs that are due, as TimescaleDB's background workers would: one at a time, each step in a turn of its own
 * and only when no client waits. Between jobs it does what checkpointer and autovacuum would.
 */
export class JobScheduler {
  private readonly options: SchedulerOptions;
  private timer: NodeJS.Timeout | undefined;
  private stopped = true;
  private vacuumedAt = 0;
  private notedAt = Number.NEGATIVE_INFINITY;
  /** The instance in which unfinished runs were last looked for. */
  private recoveredIn = 0;

  constructor(options: SchedulerOptions) {
    this.options = options;
  }

  start(): void {
    this.stopped = false;
    this.plan();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private plan(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.tick().finally(() => this.plan()), EVERY_MS);
  }

  private async tick(): Promise<void> {
    try {
      if (this.options.jobs) await this.runDueJobs();
      await this.checkpoint();
      if (this.options.jobs) await this.vacuum();
    } catch (error) {
      if (this.stopped || error instanceof BackendAborted) return;
      this.options.on_log(`job scheduler: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async runDueJobs(): Promise<void> {
    const [ready] = await this.query(READY_SQL);
    if (ready?.[0] !== "t") return;
    if (performance.now() - this.notedAt >= NOTE_EVERY_MS) {
      await this.query(LOOKED_SQL);
      this.notedAt = performance.now();
    }
    const { backend, on_log } = this.options;
    if (this.recoveredIn !== backend.instance) {
      for (const [job] of await this.query(CRASHED_SQL)) on_log(`job ${job} did not end: the database ended during it`);
      this.recoveredIn = backend.instance;
    }
    for (let runs = 0; runs < 100 && !this.stopped; runs++) {
      const [due] = await this.query(DUE_SQL);
      if (!due?.[0]) return;
      await this.runJob(Number(due[0]));
    }
  }

  private async runJob(job: number): Promise<void> {
    const [started] = await this.query(startSql(job, process.pid));
    let failure: JobFailure | undefined;
    try {
      await this.query(`CALL public.run_job(${job})`);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      failure = { sqlerrcode: error.code, message: error.message, detail: error.detail, hint: error.hint };
      this.options.on_log(`job ${job} failed: ${error.message} (${error.code})`);
    }
    await this.query(endSql(job, Number(started?.[0]), failure && literal(JSON.stringify(failure))));
  }

  private async checkpoint(): Promise<void> {
    const [due] = await this.query(CHECKPOINT_DUE_SQL);
    if (due?.[0] === "t") await this.query("CHECKPOINT");
  }

  private async vacuum(): Promise<void> {
    if (performance.now() - this.vacuumedAt < VACUUM_EVERY_MS) return;
    const tried = new Set<string>();
    for (
      let next = await this.nextVacuum();
      next && !tried.has(next) && !this.stopped;
      next = await this.nextVacuum()
    ) {
      tried.add(next);
      await this.query(`VACUUM (ANALYZE) ${next}`);
    }
    this.vacuumedAt = performance.now();
  }

  private async nextVacuum(): Promise<string | undefined> {
    return (await this.query(VACUUM_DUE_SQL))[0]?.[0] ?? undefined;
  }

  /** One statement (or one transaction) in one turn, so that clients get in between any two. */
  private async query(sql: string): Promise<(string | null)[][]> {
    const { backend, turns } = this.options;
    await turns.take(this, { patient: true });
    try {
      if (this.stopped) throw new BackendAborted("the scheduler is stopping");
      return await backend.call("query", { sql });
    } finally {
      turns.give(this);
    }
  }
}
