/** The wait for a turn was given up. `code` is the SQLSTATE for the client. */
export class WaitEnded extends Error {
  override name = "WaitEnded";
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

type Waiter = {
  who: object;
  since: number;
  resolve: () => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
};

/** Under unbroken load a job gets its turn after this long, so that policies are not put off for ever. */
const PATIENCE_MS = 60_000;

/** Who may use the one backend: first come, first served; jobs only when nobody else waits. */
export class Turns {
  private holder: object | undefined;
  private waiters: Waiter[] = [];
  private patient: Waiter[] = [];

  /** Resolves when it is `who`'s turn, at once if it already has it. Throws WaitEnded after `timeout_ms` or by `giveUp`. */
  async take(who: object, options: { patient?: boolean; timeout_ms?: number } = {}): Promise<void> {
    if (this.holder === who) return;
    if (this.holder === undefined && this.waiters.length === 0) {
      this.holder = who;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = { who, since: performance.now(), resolve, reject, timer: undefined };
      if (options.timeout_ms) {
        const text = "canceling statement due to statement timeout";
        waiter.timer = setTimeout(() => this.giveUp(who, new WaitEnded("57014", text)), options.timeout_ms);
      }
      (options.patient ? this.patient : this.waiters).push(waiter);
    });
  }

  /** Ends `who`'s turn and begins the next one. Nothing happens when it is not its turn. */
  give(who: object): void {
    if (this.holder !== who) return;
    const late = this.patient[0] && performance.now() - this.patient[0].since > PATIENCE_MS;
    const next = (late ? undefined : this.waiters.shift()) ?? this.patient.shift();
    this.holder = next?.who;
    clearTimeout(next?.timer);
    next?.resolve();
  }

  /** Takes `who` out of the queue; true if it was waiting. */
  giveUp(who: object, error: Error): boolean {
    const waiter = [...this.waiters, ...this.patient].find((one) => one.who === who);
    if (!waiter) return false;
    this.waiters = this.waiters.filter((one) => one !== waiter);
    this.patient = this.patient.filter((one) => one !== waiter);
    clearTimeout(waiter.timer);
    waiter.reject(error);
    return true;
  }

  isHeldBy(who: object): boolean {
    return this.holder === who;
  }

  /** How long the first client in the queue has been waiting, 0 when none waits. */
  get longestWaitMs(): number {
    const [first] = this.waiters;
    return first ? performance.now() - first.since : 0;
  }

  get waiting(): number {
    return this.waiters.length;
  }
}
